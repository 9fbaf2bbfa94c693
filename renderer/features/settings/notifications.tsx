import { Button, Checkbox, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Need, needs } from '#contract/model/ui-settings.ts';
import { t } from '../../locales/translate.ts';
import { askNoticePermission, noticePermission } from '../../rpc/notice-permission.ts';
import { shellCapabilities } from '../../rpc/shell.ts';
import type { SectionProps } from './appearance.tsx';
import { SettingRow } from './setting-row.tsx';

/** Whether this browser may tell anything; asked only by a click. */
const BrowserPermission = () => {
  const [permission, setPermission] = useState(noticePermission);
  if (permission === 'granted') return null;
  return (
    <SettingRow
      label={t('settings.notifyOn')}
      why={t(permission === 'denied' ? 'settings.notifyBlocked' : permission === 'none' ? 'settings.notifyNone' : 'settings.notifyAsk')}
    >
      {permission === 'default' && (
        <Button variant="default" onClick={() => void askNoticePermission().then(setPermission)}>
          {t('settings.notifyAllow')}
        </Button>
      )}
    </SettingRow>
  );
};

const Which = ({ ui, change }: SectionProps) => {
  const set = (need: Need, isOn: boolean): void =>
    void change({ notify: needs.filter((other) => (other === need ? isOn : ui.notify.includes(other))) });
  return (
    <SettingRow label={t('settings.notifyWhich')}>
      {({ label }) => (
        <fieldset aria-labelledby={label} className="py-settings__needs">
          {needs.map((need) => (
            <Checkbox
              key={need}
              label={t(`settings.need.${need}`)}
              checked={ui.notify.includes(need)}
              onChange={(event) => set(need, event.currentTarget.checked)}
            />
          ))}
        </fieldset>
      )}
    </SettingRow>
  );
};

const Quiet = ({ ui, change }: SectionProps) => {
  const { quiet } = ui;
  const time = (side: 'from' | 'to') => (
    <TextInput
      type="time"
      required
      label={t(side === 'from' ? 'settings.quietFrom' : 'settings.quietTo')}
      value={quiet?.[side] ?? ''}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        if (quiet && /^\d\d:\d\d$/.test(typed)) void change({ quiet: { ...quiet, [side]: typed } });
      }}
    />
  );
  return (
    <>
      <SettingRow label={t('settings.quiet')} why={t('settings.quietWhy')}>
        {({ label, why }) => (
          <Switch
            aria-labelledby={label}
            aria-describedby={why}
            checked={quiet !== null}
            onChange={(event) => void change({ quiet: event.currentTarget.checked ? { from: '22:00', to: '07:00' } : null })}
          />
        )}
      </SettingRow>
      {quiet && (
        <div className="py-settings__times">
          {time('from')}
          {time('to')}
        </div>
      )}
    </>
  );
};

/** What one is told of while looking elsewhere, and when not: the same for the desktop app and for every browser. */
export const Notifications = ({ ui, change }: SectionProps) => (
  <>
    <p className="py-dim">{t('settings.notificationsWhy')}</p>
    {!shellCapabilities() && <BrowserPermission />}
    <Which ui={ui} change={change} />
    <Quiet ui={ui} change={change} />
  </>
);
