import { useId } from 'react';
import { type Color, colors } from '#contract/model/colors.ts';
import { t } from '../locales/translate.ts';
import { ColorDot } from './color-dot.tsx';
import './color-choice.css';

/** One colour out of eight, each with its name for those who do not see it. Arrow keys move. */
export const ColorChoice = ({ label, value, onChange }: { label: string; value: Color; onChange: (color: Color) => void }) => {
  const group = useId();
  return (
    <fieldset className="py-colors" aria-label={label}>
      {colors.map((color) => (
        <label key={color} className="py-colors__one" title={t(`color.${color}`)}>
          <input type="radio" name={group} aria-label={t(`color.${color}`)} checked={color === value} onChange={() => onChange(color)} />
          <ColorDot color={color} />
        </label>
      ))}
    </fieldset>
  );
};
