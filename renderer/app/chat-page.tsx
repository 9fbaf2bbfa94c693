import { useCallback, useEffect, useState } from 'react';
import type { AskView } from '#contract/ui/views.ts';
import { AskCard } from '../features/asks/ask-card.tsx';
import { Composer } from '../features/composer/composer.tsx';
import { ResetNotice } from '../features/composer/reset-notice.tsx';
import { Thread } from '../features/thread/thread.tsx';
import { runningTurn, useThread } from '../features/thread/use-thread.ts';
import { t } from '../locales/translate.ts';
import { useHost } from '../rpc/host.ts';
import { useProviderState } from '../rpc/provider-state.ts';
import { useResource } from '../rpc/resource.ts';
import { useAction } from '../rpc/use-action.ts';
import { Problem } from '../ui/problem.tsx';
import { ChatHeader } from './chat-header.tsx';
import { EmptyChat } from './empty-chat.tsx';
import { PracticeBanner } from './practice-banner.tsx';
import { useModelAccount } from './use-model-account.ts';

/** Brings the card that the address names to the reader, on its first button. */
const useShownAsk = (shortId: string | null, asks: readonly AskView[]): void => {
  const isThere = asks.some((ask) => ask.shortId === shortId);
  useEffect(() => {
    if (shortId === null || !isThere) return;
    const card = document.querySelector(`[data-ask="${CSS.escape(shortId)}"]`);
    card?.scrollIntoView({ block: 'center' });
    card?.querySelector<HTMLElement>('footer button, input')?.focus({ preventScroll: true });
  }, [shortId, isThere]);
};

/** One chat: header, thread with its asks, and the composer. */
export const ChatPage = ({ chatId, ask }: { chatId: string; ask: string | null }) => {
  const { client, resources } = useHost();
  const { store, thread } = useThread(chatId);
  const listed = useResource(resources.chats).value?.find(({ id }) => id === chatId);
  const modelAccount = useModelAccount(listed?.workspaceId ?? thread.chat?.workspaceId ?? null);
  const askAgainOn = useProviderState(modelAccount?.provider ?? null) === 'on';
  const [sent, setSent] = useState(0);
  const [isComposerEmpty, setComposerEmpty] = useState(true);
  const approvals = thread.asks.filter(({ kind, state }) => kind === 'approval' && state === 'pending').length;
  const keys = !isComposerEmpty ? 'none' : approvals > 1 ? 'focused' : 'any';
  const renderAsk = useCallback((asked: AskView) => <AskCard ask={asked} keys={keys} />, [keys]);
  const onSent = useCallback(() => setSent((count) => count + 1), []);
  const [insert, setInsert] = useState<{ readonly text: string } | null>(null);
  useShownAsk(ask, thread.asks);

  const refresh = useCallback(() => {
    resources.chats.refresh();
    store?.refresh();
  }, [resources, store]);
  const reset = useAction(
    useCallback(async () => {
      await client.sessions.reset({ chatId });
      refresh();
    }, [client, chatId, refresh]),
  );
  const chat = listed ?? thread.chat;
  if (!store || !chat) return thread.error === null ? null : <Problem what={t('thread.loadFailed')} why={thread.error} />;
  return (
    <div className="py-chatpage">
      <ChatHeader chat={chat} onReset={() => void reset.run()} />
      <PracticeBanner workspaceId={chat.workspaceId} />
      <Thread
        store={store}
        thread={thread}
        renderAsk={renderAsk}
        askAgainWith={askAgainOn && modelAccount ? modelAccount.name : null}
        sent={sent}
        empty={<EmptyChat chat={chat} isPractice={modelAccount === null} onSuggest={(text) => setInsert({ text })} />}
      />
      {reset.error && <Problem what={t('reset.failed')} why={reset.error} />}
      <ResetNotice chat={chat} onUndone={refresh} />
      <Composer
        key={chatId}
        chat={chat}
        insert={insert}
        runningTurnId={runningTurn(thread)?.id ?? null}
        onReset={() => void reset.run()}
        onEmpty={setComposerEmpty}
        onSent={onSent}
      />
    </div>
  );
};
