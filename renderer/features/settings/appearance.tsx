import { SegmentedControl } from '@mantine/core';
import { colorChoices, densities, textPercents, type UiSettings, type UiSettingsChange } from '#contract/model/ui-settings.ts';
import { t } from '../../locales/translate.ts';
import { SettingRow } from './setting-row.tsx';

export interface SectionProps {
  readonly ui: UiSettings;
  readonly change: (part: UiSettingsChange) => Promise<void>;
}

const sizes = Array.from(
  { length: (textPercents.max - textPercents.min) / textPercents.step + 1 },
  (_, i) => textPercents.min + i * textPercents.step,
);

const Preview = () => (
  <figure className="py-preview" aria-label={t('settings.preview')}>
    <p className="py-preview__you">{t('settings.previewYou')}</p>
    <p className="py-preview__agent">{t('settings.previewAgent')}</p>
  </figure>
);

/** Colours, spacing and size of the text. */
export const Appearance = ({ ui, change }: SectionProps) => (
  <>
    <p className="py-dim">{t('settings.appearanceWhy')}</p>
    <SettingRow label={t('settings.colors')}>
      {({ label }) => (
        <SegmentedControl
          aria-labelledby={label}
          transitionDuration={0}
          value={ui.colors}
          onChange={(value) => void change({ colors: value })}
          data={colorChoices.map((value) => ({ value, label: t(`scheme.${value}`) }))}
        />
      )}
    </SettingRow>
    <SettingRow label={t('settings.density')} why={t('settings.densityWhy')}>
      {({ label }) => (
        <SegmentedControl
          aria-labelledby={label}
          transitionDuration={0}
          value={ui.density}
          onChange={(value) => void change({ density: value })}
          data={densities.map((value) => ({ value, label: t(`settings.density.${value}`) }))}
        />
      )}
    </SettingRow>
    <SettingRow label={t('settings.textSize')} why={t('settings.textSizeWhy')}>
      {({ label }) => (
        <SegmentedControl
          aria-labelledby={label}
          transitionDuration={0}
          value={String(ui.textPercent)}
          onChange={(value) => void change({ textPercent: Number(value) })}
          data={sizes.map((n) => ({ value: String(n), label: t('settings.percent', { n }) }))}
        />
      )}
    </SettingRow>
    <Preview />
  </>
);
