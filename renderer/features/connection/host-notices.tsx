import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useCallback, useRef, useState } from 'react';
import type { StatusView } from '#contract/ui/host-views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { focusNext } from '../../ui/focus-next.ts';
import { Problem } from '../../ui/problem.tsx';
import { reasonParts } from '../../ui/reason-text.ts';

const Unlock = () => {
  const { client, resources } = useHost();
  const form = useRef<HTMLFormElement>(null);
  const [passphrase, setPassphrase] = useState('');
  const unlock = useAction(
    useCallback(async () => {
      await client.vault.unlock({ passphrase });
      setPassphrase('');
      resources.status.refresh();
      focusNext(form.current);
    }, [client, passphrase, resources]),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (passphrase !== '') void unlock.run();
  };
  return (
    <form ref={form} className="py-unlock" onSubmit={submit}>
      <PasswordInput
        size="xs"
        autoComplete="current-password"
        aria-label={t('vault.passphrase')}
        placeholder={t('vault.passphrase')}
        visibilityToggleButtonProps={{ 'aria-label': t('vault.show') }}
        value={passphrase}
        error={unlock.error}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="default" loading={unlock.busy}>
        {t('vault.unlock')}
      </Button>
    </form>
  );
};

const noticesOf = (host: StatusView['host']) => [
  // What one can do something about comes first.
  ...(host.vault === 'locked' ? [{ code: 'vault-locked', params: {} }] : []),
  ...host.notices,
  ...(host.vault === 'damaged' && !host.notices.some(({ code }) => code.startsWith('vault-'))
    ? [{ code: 'vault-damaged', params: {} }]
    : []),
];

/** What the host found when it started and a person should know: a damaged file that was kept, a locked vault. */
export const HostNotices = () => {
  const { resources } = useHost();
  const host = useResource(resources.status).value?.host;
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  if (!host) return null;
  const open = noticesOf(host).filter(({ code }) => !seen.has(code));
  const [notice] = open;
  if (!notice) return null;
  // One at a time, the same one counted: the others wait their turn and all stand on the health screen.
  const times = open.filter(({ code }) => code === notice.code).length;
  const { what, why, next } = reasonParts(notice);
  const isLocked = notice.code === 'vault-locked';
  return (
    <Problem key={notice.code} tone="warn" what={what ?? notice.code} why={why} next={isLocked ? null : next} times={times}>
      {isLocked ? (
        <Unlock />
      ) : (
        <Button size="xs" variant="default" onClick={() => setSeen(new Set([...seen, notice.code]))}>
          {t('notice.seen')}
        </Button>
      )}
    </Problem>
  );
};
