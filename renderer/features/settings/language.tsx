import { NativeSelect, Switch } from '@mantine/core';
import { languages } from '#contract/model/ui-settings.ts';
import { t } from '../../locales/translate.ts';
import type { SectionProps } from './appearance.tsx';
import { SettingRow } from './setting-row.tsx';

/** The language of the window's own texts. */
export const Language = ({ ui, change }: SectionProps) => (
  <>
    <SettingRow label={t('settings.languageLabel')} why={t('settings.languageWhy')}>
      {({ label, why }) => (
        <NativeSelect
          aria-labelledby={label}
          aria-describedby={why}
          value={ui.developer ? ui.language : 'en'}
          onChange={(event) => void change({ language: languages.find((l) => l === event.currentTarget.value) ?? 'en' })}
          data={languages
            .filter((language) => language === 'en' || ui.developer)
            .map((value) => ({ value, label: t(`settings.language.${value}`) }))}
        />
      )}
    </SettingRow>
    <p className="py-dim">{t('settings.languageMore')}</p>
    <SettingRow label={t('settings.developer')} why={t('settings.developerWhy')}>
      {({ label, why }) => (
        <Switch
          aria-labelledby={label}
          aria-describedby={why}
          checked={ui.developer}
          onChange={(event) => void change(event.currentTarget.checked ? { developer: true } : { developer: false, language: 'en' })}
        />
      )}
    </SettingRow>
  </>
);
