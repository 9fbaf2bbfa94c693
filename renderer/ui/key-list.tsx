import { KeyCaps, type Keys } from './keys.tsx';

export interface KeyLine {
  readonly label: string;
  readonly keys: Keys;
}

/** What keys do, a line each. */
export const KeyList = ({ lines }: { lines: readonly KeyLine[] }) => (
  <dl className="py-keylist">
    {lines.map(({ label, keys }) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>
          <KeyCaps keys={keys} />
        </dd>
      </div>
    ))}
  </dl>
);
