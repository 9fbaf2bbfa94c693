import { Button } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { t } from '../../../locales/translate.ts';

export interface SureProps {
  readonly title: string;
  /** What is lost, line by line; what stays. */
  readonly lines: readonly string[];
  readonly yes: string;
  readonly busy: boolean;
  readonly children?: ReactNode;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Says what a button would end, and asks for the second click. The focus is on the way back. */
export const Sure = ({ title, lines, yes, busy, children, onYes, onNo }: SureProps) => {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onNo();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onYes();
  };
  return (
    <form className="py-ws__delete" aria-label={title} onSubmit={submit} onKeyDown={onKeyDown}>
      <strong>{title}</strong>
      {lines.length === 1 ? (
        <p className="py-break">{lines[0]}</p>
      ) : (
        <ul>
          {lines.map((line) => (
            <li key={line} className="py-break">
              {line}
            </li>
          ))}
        </ul>
      )}
      {children}
      <div className="py-ws__buttons">
        <Button type="submit" color="red" loading={busy}>
          {yes}
        </Button>
        <Button ref={back} variant="default" onClick={onNo}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
};
