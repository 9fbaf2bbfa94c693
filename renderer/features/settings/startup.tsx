import { Switch } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { Autostart, ShellCapabilities } from '#contract/shell/capabilities.ts';
import { t } from '../../locales/translate.ts';
import { Problem } from '../../ui/problem.tsx';
import { SettingRow } from './setting-row.tsx';

/** Whether the desktop app starts with the computer, as the system says each time. */
export const Startup = ({ shell }: { shell: ShellCapabilities }) => {
  const [autostart, setAutostart] = useState<Autostart | null>(null);
  const [error, setError] = useState<string | null>(null);
  const take = useCallback((answer: Awaited<ReturnType<ShellCapabilities['getAutostart']>>) => {
    setError(answer.ok ? null : answer.text);
    if (answer.ok) setAutostart(answer.value);
  }, []);
  useEffect(() => {
    void shell.getAutostart().then(take);
  }, [shell, take]);
  return (
    <>
      <SettingRow label={t('settings.autostart')} why={t('settings.autostartWhy')}>
        {({ label, why }) => (
          <Switch
            aria-labelledby={label}
            aria-describedby={why}
            checked={autostart?.isOn ?? false}
            disabled={autostart === null || autostart.why !== null}
            onChange={(event) => void shell.setAutostart(event.currentTarget.checked).then(take)}
          />
        )}
      </SettingRow>
      {autostart?.why && (
        <p className="py-dim" translate="no">
          {autostart.why}
        </p>
      )}
      {error && <Problem what={t('settings.saveFailed')} why={error} />}
    </>
  );
};
