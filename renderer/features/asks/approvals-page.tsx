import { Anchor, Loader } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { AskView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { NotLoaded } from '../../ui/not-loaded.tsx';
import { dayName } from '../../ui/time.ts';
import { AnsweredLine } from './answered-line.tsx';
import { AskCard } from './ask-card.tsx';
import './approvals.css';

const topics = ['ask', 'step', 'turn'] as const;

const Where = ({ ask, name, onChat }: { ask: AskView; name: string; onChat: (ask: AskView) => void }) => (
  <Anchor
    component="button"
    type="button"
    className="py-approvals__chat"
    onClick={() => onChat(ask)}
    title={t('approvals.toChat', { chat: name })}
  >
    {t('approvals.inChat', { chat: `${ask.workspace} · ${name}` })}
  </Anchor>
);

/** Everything that waits for a yes or no, over all chats, and what was answered before. */
export const ApprovalsPage = ({ onChat }: { onChat: (ask: AskView) => void }) => {
  const { client, resources } = useHost();
  const chats = useResource(resources.chats).value ?? [];
  const asks = useFresh(
    useCallback(() => client.asks.list({ state: 'all' }), [client]),
    topics,
  );
  const nameOf = (ask: AskView): string => chats.find(({ id }) => id === ask.chatId)?.name || ask.workspace;
  const pending = (asks.value ?? []).filter(({ state }) => state === 'pending').sort((a, b) => a.expiresAt - b.expiresAt);
  const answered = (asks.value ?? [])
    .filter(({ state }) => state !== 'pending')
    .sort((a, b) => (b.answeredAt ?? b.expiresAt) - (a.answeredAt ?? a.expiresAt));
  const now = Date.now();
  return (
    <div className="py-scroll">
      <div className="py-page py-approvals">
        <header>
          <h1>{t('approvals.title')}</h1>
          <p className="py-dim">{t('approvals.intro')}</p>
        </header>
        {asks.error && <NotLoaded what={t('approvals.loadFailed')} why={asks.error} onAgain={asks.refresh} />}
        {asks.value === null && !asks.error && <Loader size="xs" color="gray" aria-label={t('activity.loading')} />}
        {asks.value !== null && pending.length === 0 && (
          <div className="py-card py-approvals__none">
            <IconCircleCheck size={22} aria-hidden />
            <strong>{t('approvals.none')}</strong>
            <p className="py-dim">{t('approvals.noneNext')}</p>
          </div>
        )}
        {pending.length > 0 && (
          <section aria-label={t('approvals.pending')} className="py-approvals__cards">
            {pending.map((ask) => (
              <div key={ask.id}>
                <Where ask={ask} name={nameOf(ask)} onChat={onChat} />
                <AskCard ask={ask} keys={pending.length > 1 ? 'focused' : 'any'} />
              </div>
            ))}
          </section>
        )}
        {[...Map.groupBy(answered, (ask) => dayName(ask.answeredAt ?? ask.expiresAt, now))].map(([day, lines]) => (
          <section key={day} aria-label={day}>
            <h2>{day}</h2>
            <ul className="py-card py-approvals__lines">
              {lines.map((ask) => (
                <li key={ask.id}>
                  <AnsweredLine ask={ask} />
                  <Where ask={ask} name={nameOf(ask)} onChat={onChat} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
};
