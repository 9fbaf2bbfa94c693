import type { Reason } from '#contract/model/reason.ts';
import { t } from '../../../locales/translate.ts';
import { reasonText } from '../../../ui/reason-text.ts';

/** What could go wrong with a profile, computed from its content. */
export const Risks = ({ risks }: { risks: readonly Reason[] }) => (
  <div className="py-sec__risks">
    <strong>{t('security.wrong')}</strong>
    <ul translate="no">
      {risks.map((risk) => (
        <li key={risk.code}>{reasonText(risk)}</li>
      ))}
    </ul>
  </div>
);
