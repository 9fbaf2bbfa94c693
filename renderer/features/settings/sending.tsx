import { useCallback } from 'react';
import type { QuietTimes } from '#contract/model/sending.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { Problem } from '../../ui/problem.tsx';
import { SendingNumber } from './sending-number.tsx';
import { SendingWorkspace, type SendingWorkspaceProps } from './sending-workspace.tsx';
import './sending.css';

type WorkspaceChange = Parameters<SendingWorkspaceProps['onChange']>[0];
const topics = ['workspace', 'link'] as const;

/** How Pynchy shows itself on phones, and when it keeps quiet. */
export const Sending = () => {
  const { client } = useHost();
  const sending = useFresh(
    useCallback(() => client.sending.get(), [client]),
    topics,
  );
  const { set } = sending;
  const workspace = useAction(
    useCallback(
      async (id: string, change: WorkspaceChange) => {
        const next = await client.sending.setWorkspace({ id, ...change });
        set(() => next);
      },
      [client, set],
    ),
  );
  const number = useAction(
    useCallback(
      async (id: string, quiet: QuietTimes) => {
        const next = await client.sending.setQuiet({ id, quiet });
        set(() => next);
      },
      [client, set],
    ),
  );
  const error = workspace.error ?? number.error;
  return (
    <>
      <p className="py-dim">{t('sending.why')}</p>
      {error && <Problem what={t('settings.saveFailed')} why={error} />}
      {sending.error && <Problem what={sending.error} />}
      {sending.value && (
        <>
          <section className="py-sending" aria-labelledby="py-sending-workspaces">
            <h3 id="py-sending-workspaces">{t('sending.workspaces')}</h3>
            <p className="py-dim">{t('sending.placeholderWhy')}</p>
            <p className="py-dim">{t('sending.markWhy')}</p>
            {sending.value.workspaces.map((w) => (
              <SendingWorkspace key={`${w.id} ${w.mark}`} workspace={w} onChange={(change) => void workspace.run(w.id, change)} />
            ))}
          </section>
          <section className="py-sending" aria-labelledby="py-sending-numbers">
            <h3 id="py-sending-numbers">{t('sending.numbers')}</h3>
            <p className="py-dim">{t('sending.numbersWhy')}</p>
            {sending.value.numbers.length === 0 && <p className="py-dim">{t('sending.none')}</p>}
            {sending.value.numbers.map((n) => (
              <SendingNumber key={n.id} number={n} zone={sending.value?.zone ?? ''} onChange={(quiet) => void number.run(n.id, quiet)} />
            ))}
          </section>
        </>
      )}
    </>
  );
};
