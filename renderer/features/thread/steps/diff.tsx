import { type Change, diffLines } from 'diff';
import { type ReactNode, useMemo } from 'react';
import { t } from '../../../locales/translate.ts';
import './diff.css';
import { ScrollBox } from '../../../ui/scroll-box.tsx';

export interface DiffProps {
  readonly path: string;
  /** null: not known, everything counts as new. */
  readonly before: string | null;
  readonly after: string;
  /** What can be done about it, beside the name of the file. */
  readonly action?: ReactNode;
}

interface Line {
  readonly sign: '+' | '-' | ' ';
  readonly text: string;
}

/** More lines are counted, not shown. */
const mostLines = 400;
/** Comparing takes the square of this. */
const mostChars = 200_000;

const linesOf = ({ value, added, removed }: Change): Line[] =>
  value
    .replace(/\n$/, '')
    .split('\n')
    .map((text) => ({ sign: added ? '+' : removed ? '-' : ' ', text }));

const changesOf = (before: string | null, after: string): Change[] => {
  const whole = (value: string, kind: 'added' | 'removed'): Change => ({
    value,
    added: kind === 'added',
    removed: kind === 'removed',
    count: value.split('\n').length,
  });
  if (before === null) return [whole(after, 'added')];
  if (before.length + after.length > mostChars) return [whole(before, 'removed'), whole(after, 'added')];
  return diffLines(before, after);
};

/** What a file lost and got, line by line; the sign says it without colour. */
export const Diff = ({ path, before, after, action }: DiffProps) => {
  const lines = useMemo(() => changesOf(before, after).flatMap(linesOf), [before, after]);
  const count = (sign: Line['sign']): number => lines.filter((line) => line.sign === sign).length;
  return (
    <figure className="py-diff">
      <figcaption>
        <code dir="ltr" translate="no">
          {path}
        </code>
        <span className="py-diff__plus">{t('diff.plus', { n: count('+') })}</span>
        {before !== null && <span className="py-diff__minus">{t('diff.minus', { n: count('-') })}</span>}
        {action}
      </figcaption>
      <ScrollBox as="pre" isForeign label={t('diff.label', { path })}>
        {lines.slice(0, mostLines).map(({ sign, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a change never move
          <span key={index} className={sign === '+' ? 'py-diff__add' : sign === '-' ? 'py-diff__del' : 'py-diff__same'}>
            {sign === ' ' ? (
              <span className="py-diff__sign"> </span>
            ) : (
              <span className="py-diff__sign" role="img" aria-label={t(sign === '+' ? 'diff.added' : 'diff.removed')}>
                {sign}
              </span>
            )}
            {text}
            {'\n'}
          </span>
        ))}
      </ScrollBox>
      {lines.length > mostLines && <p className="py-diff__more">{t('diff.more', { n: lines.length - mostLines })}</p>}
    </figure>
  );
};
