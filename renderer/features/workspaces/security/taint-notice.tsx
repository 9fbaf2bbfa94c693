import { Button } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { Problem } from '../../../ui/problem.tsx';
import { useFocusBack } from '../../../ui/use-focus-back.ts';

/** Why outside text may be in its files, what follows from that, and the way to say that they are fine. */
export const TaintNotice = ({ workspace }: { workspace: WorkspaceView }) => {
  const { client, resources } = useHost();
  const [isAsking, setAsking] = useState(false);
  const cause = String(workspace.tainted?.params.cause ?? '');
  const from = String(workspace.tainted?.params.from ?? '');
  const opener = useFocusBack();
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isAsking) back.current?.focus();
  }, [isAsking]);
  const leave = (): void => {
    setAsking(false);
    opener.giveBack();
  };
  const clear = useAction(
    useCallback(async () => {
      const answered = await client.workspaces.clearTaint({ name: workspace.name, cause });
      resources.workspaces.set((all) => (all ?? []).map((other) => (other.id === answered.id ? answered : other)));
    }, [client, resources, workspace.name, cause]),
  );
  return (
    <Problem tone="warn" what={t('taint.what')} why={from === '' ? t('taint.why') : t('taint.cause', { from })} next={t('taint.next')}>
      {isAsking ? (
        <>
          <p className="py-dim">{t('taint.means')}</p>
          <Button size="xs" loading={clear.busy} onClick={() => void clear.run()}>
            {t('taint.sure')}
          </Button>
          <Button ref={back} size="xs" variant="default" onClick={leave}>
            {t('action.cancel')}
          </Button>
        </>
      ) : (
        <Button ref={opener.ref} size="xs" variant="default" onClick={() => setAsking(true)}>
          {t('taint.clear')}
        </Button>
      )}
      {clear.error && <p>{clear.error}</p>}
    </Problem>
  );
};
