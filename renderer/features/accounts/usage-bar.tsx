import type { AccountView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { compactCount } from '../../ui/time.ts';

const warnShare = 80;
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

const costText = ({ costMicrosThisMonth: micros, unpricedCallsThisMonth: unpriced }: AccountView): string => {
  if (micros === null) return unpriced > 0 ? ` · ${t('accounts.noPrice')}` : '';
  const cost = ` · ${t('accounts.cost', { money: dollars.format(micros / 1_000_000) })}`;
  return unpriced > 0 ? `${cost} ${t('accounts.andUnpriced', { n: unpriced })}` : cost;
};

/** What it used this month, against its limit when it has one; from 80 % on it says so. */
export const UsageBar = ({ account }: { account: AccountView }) => {
  const { usedTokensThisMonth: used, budgetTokens: limit } = account;
  const share = limit === null ? null : Math.min(100, Math.round((100 * used) / limit));
  const level = share === null || share < warnShare ? '' : share < 100 ? ' py-meter--warn' : ' py-meter--full';
  return (
    <div className="py-usage">
      <p className="py-dim">
        {limit === null
          ? t('accounts.used', { used: compactCount(used) })
          : t('accounts.usedOf', { used: compactCount(used), budget: compactCount(limit) })}
        {costText(account)}
      </p>
      {share !== null && (
        <div
          className={`py-meter${level}`}
          role="progressbar"
          aria-label={t('accounts.usage')}
          aria-valuenow={share}
          aria-valuemin={0}
          aria-valuemax={100}
        >
          <i style={{ width: `${share}%` }} />
          <b aria-hidden />
        </div>
      )}
      {level !== '' && (
        <p className="py-outcome py-outcome--warn">
          {share === 100 ? t('accounts.usedUp') : t('accounts.nearlyUsed', { share: share ?? 0 })}
        </p>
      )}
    </div>
  );
};
