import { Button } from '@mantine/core';
import { type KeyboardEvent, useCallback, useEffect, useState } from 'react';
import type { ShellCapabilities, Shortcut } from '#contract/shell/capabilities.ts';
import { t } from '../../locales/translate.ts';
import { KeyCaps } from '../../ui/keys.tsx';
import { Problem } from '../../ui/problem.tsx';
import { acceleratorOf, capsOf } from './accelerator.ts';
import { SettingRow } from './setting-row.tsx';

/** The keys that open the quick question from any program; told when another program holds them. */
export const GlobalShortcut = ({ shell }: { shell: ShellCapabilities }) => {
  const [shortcut, setShortcut] = useState<Shortcut | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isListening, setListening] = useState(false);
  const take = useCallback((answer: Awaited<ReturnType<ShellCapabilities['getShortcut']>>) => {
    setError(answer.ok ? null : answer.text);
    if (answer.ok) setShortcut(answer.value);
  }, []);
  useEffect(() => {
    void shell.getShortcut().then(take);
  }, [shell, take]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isListening) return;
    if (event.key === 'Tab') return setListening(false);
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return setListening(false);
    const accelerator = acceleratorOf(event.nativeEvent);
    if (accelerator === null) return;
    setListening(false);
    void shell.setShortcut(accelerator).then(take);
  };
  if (shortcut === null && error === null) return null;
  const keys = shortcut?.accelerator ?? null;
  return (
    <>
      <SettingRow label={t('settings.globalShortcut')} why={t('settings.globalShortcutWhy')}>
        {keys === null ? <span className="py-dim">{t('settings.globalShortcutNone')}</span> : <KeyCaps keys={capsOf(keys)} />}
        <Button size="xs" variant="default" onClick={() => setListening(true)} onKeyDown={onKeyDown} onBlur={() => setListening(false)}>
          {t(isListening ? 'settings.globalShortcutPress' : 'settings.globalShortcutChange')}
        </Button>
        {keys !== null && (
          <Button size="xs" variant="subtle" color="gray" onClick={() => void shell.setShortcut(null).then(take)}>
            {t('settings.globalShortcutRemove')}
          </Button>
        )}
      </SettingRow>
      {shortcut && keys !== null && !shortcut.isActive && <Problem tone="warn" what={t('settings.globalShortcutTaken')} />}
      {error && <Problem what={t('settings.saveFailed')} why={error} />}
    </>
  );
};
