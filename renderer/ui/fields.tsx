import { visible } from '#contract/text/visible.ts';
import './fields.css';

const writtenOut = /(\\u(?:[\da-f]{4}|\{[\da-f]{5,6}\}))/;

/** Signs that were written out stand as one piece also among letters that run from right to left. */
const Written = ({ text }: { text: string }) =>
  text.split(writtenOut).map((part, at) =>
    at % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, which never move
      <bdi key={at} dir="ltr">
        {part}
      </bdi>
    ) : (
      part
    ),
  );

const asText = (value: unknown): string => visible(typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** Every argument of a call, whole and wrapped, never cut; signs that are not seen are written out. */
export const Fields = ({ values }: { values: Readonly<Record<string, unknown>> }) => (
  <dl className="py-fields" translate="no">
    {Object.entries(values).map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd dir="auto">
          <Written text={asText(value)} />
        </dd>
      </div>
    ))}
  </dl>
);
