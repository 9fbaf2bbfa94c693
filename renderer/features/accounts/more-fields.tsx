import { NumberInput, TextInput } from '@mantine/core';
import { t } from '../../locales/translate.ts';

export interface MoreFieldsProps {
  readonly baseUrl: string;
  readonly onBaseUrl: (url: string) => void;
  readonly realm: string;
  readonly onRealm: (realm: string) => void;
  readonly budget: number | null;
  readonly onBudget: (tokens: number | null) => void;
}

/** What most people leave as it is. */
export const MoreFields = ({ baseUrl, onBaseUrl, realm, onRealm, budget, onBudget }: MoreFieldsProps) => (
  <details className="py-add__more">
    <summary>{t('accounts.more')}</summary>
    <TextInput label={t('accounts.baseUrl')} type="url" value={baseUrl} onChange={(event) => onBaseUrl(event.currentTarget.value)} />
    <div className="py-add__row">
      <TextInput
        label={t('accounts.realm')}
        description={t('accounts.realmWhy')}
        value={realm}
        onChange={(event) => onRealm(event.currentTarget.value)}
      />
      <NumberInput
        label={t('accounts.limit')}
        description={t('accounts.limitWhy')}
        min={1}
        step={100_000}
        allowDecimal={false}
        thousandSeparator
        hideControls
        value={budget ?? ''}
        onChange={(value) => onBudget(typeof value === 'number' && value > 0 ? value : null)}
      />
    </div>
  </details>
);
