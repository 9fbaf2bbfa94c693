import type { ReactNode } from 'react';
import './choice.css';

export interface ChoiceProps {
  readonly name: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly icon: ReactNode;
  readonly title: string;
  readonly why: string;
  /** Shown while it is chosen. */
  readonly children?: ReactNode;
}

/** One card of a choice: a radio button with a title, a sentence and what belongs to it. */
export const Choice = ({ name, isChosen, onChoose, icon, title, why, children }: ChoiceProps) => (
  <div className="py-choice" data-chosen={isChosen || undefined}>
    <label>
      <input type="radio" name={name} checked={isChosen} onChange={onChoose} />
      <span className="py-choice__icon" aria-hidden>
        {icon}
      </span>
      <span className="py-choice__text">
        <strong>{title}</strong>
        <span className="py-dim">{why}</span>
      </span>
      <span className="py-choice__mark" aria-hidden />
    </label>
    {isChosen && children && <div className="py-choice__more">{children}</div>}
  </div>
);
