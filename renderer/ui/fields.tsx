import { visible } from '#contract/text/visible.ts';
import './fields.css';

const asText = (value: unknown): string => visible(typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** Every argument of a call, whole and wrapped, never cut; signs that are not seen are written out. */
export const Fields = ({ values }: { values: Readonly<Record<string, unknown>> }) => (
  <dl className="py-fields" translate="no">
    {Object.entries(values).map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd dir="auto">{asText(value)}</dd>
      </div>
    ))}
  </dl>
);
