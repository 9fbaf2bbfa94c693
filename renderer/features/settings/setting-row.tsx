import { type ReactNode, useId } from 'react';

export interface SettingRowProps {
  readonly label: string;
  readonly why?: string | undefined;
  /** Gets the ids of label and explanation, for controls that are no form fields. */
  readonly children: ReactNode | ((ids: { label: string; why: string | undefined }) => ReactNode);
}

/** What a setting is on one side, how to change it on the other. */
export const SettingRow = ({ label, why, children }: SettingRowProps) => {
  const id = useId();
  const whyId = why ? `${id}-why` : undefined;
  return (
    <div className="py-setting">
      <div className="py-setting__text">
        <p id={id} className="py-setting__label">
          {label}
        </p>
        {why && (
          <p id={whyId} className="py-dim">
            {why}
          </p>
        )}
      </div>
      <div className="py-setting__control">{typeof children === 'function' ? children({ label: id, why: whyId }) : children}</div>
    </div>
  );
};
