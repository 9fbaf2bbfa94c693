import { useCallback, useEffect, useMemo, useState } from 'react';
import type { AskView } from '#contract/ui/views.ts';
import { AskCard } from '../features/asks/ask-card.tsx';
import { useMarkRead } from '../features/chats/use-mark-read.ts';
import { Composer } from '../features/composer/composer.tsx';
import { ResetNotice } from '../features/composer/reset-notice.tsx';
import { PracticeHelp } from '../features/onboarding/practice-help.tsx';
import { Thread } from '../features/thread/thread.tsx';
import { ThreadActionsProvider } from '../features/thread/thread-actions.ts';
import { runningTurn, useThread } from '../features/thread/use-thread.ts';
import { t } from '../locales/translate.ts';
import { useHost } from '../rpc/host.ts';
import { useProviderState } from '../rpc/provider-state.ts';
import { useResource } from '../rpc/resource.ts';
import { useAction } from '../rpc/use-action.ts';
import { useOffer } from '../ui/action-bus.tsx';
import { Problem } from '../ui/problem.tsx';
import { ChatHeader } from './chat-header.tsx';
import { EmptyChat } from './empty-chat.tsx';
import { PracticeBanner } from './practice-banner.tsx';
import { go } from './route.ts';
import { useLastAnswer } from './use-last-answer.ts';
import { useModelAccount } from './use-model-account.ts';
import { useThreadPlace } from './use-thread-place.ts';

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

const quoted = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

/** One chat: header, thread with its asks, and the composer. */
export const ChatPage = ({ chatId, ask, at }: { chatId: string; ask: string | null; at: number | null }) => {
  const { client, resources, drafts } = useHost();
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
  const sentTexts = useMemo(
    () => thread.messages.filter(({ origin, text }) => (origin === 'human' || origin === 'command') && text !== '').map(({ text }) => text),
    [thread.messages],
  );
  const [insert, setInsert] = useState<{ readonly text: string } | null>(null);
  useShownAsk(ask, thread.asks);
  // Where reading was left is looked up by the thread first.
  useMarkRead(thread.chat === null ? null : (listed ?? null));
  const { place, jumpTo, leave } = useThreadPlace(chatId, at);
  const jumpToTime = useCallback((time: number) => jumpTo({ time }), [jumpTo]);

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
  const turn = runningTurn(thread);
  const running = turn?.id ?? null;
  const stop = useAction(useCallback(async () => running !== null && client.turns.stop({ turnId: running }), [client, running]));
  useOffer('stop', running === null ? null : () => void stop.run());
  const { run: runReset } = reset;
  const startFresh = useCallback(() => void runReset(), [runReset]);
  useOffer('start-fresh', startFresh);
  const practiceAnswer = useLastAnswer(thread);
  const chat = listed ?? thread.chat;
  const savedDraft = chat?.draft ?? '';
  const actions = useMemo(
    () => ({
      compose: (text: string) => setInsert({ text }),
      quote: (text: string) => {
        const written = drafts.get(chatId) ?? savedDraft;
        setInsert({ text: `${written === '' ? '' : `${written.trimEnd()}\n\n`}${quoted(text)}\n\n` });
      },
      sent: onSent,
    }),
    [drafts, chatId, savedDraft, onSent],
  );
  if (!store || !chat) return thread.error === null ? null : <Problem what={t('thread.loadFailed')} why={thread.error} />;
  return (
    <div className="py-chatpage">
      <ChatHeader chat={chat} onReset={startFresh} onJump={jumpToTime} />
      <PracticeBanner workspaceId={chat.workspaceId} isMessenger={chat.channel !== 'desktop' && chat.channel !== 'cli'} />
      <ThreadActionsProvider value={actions}>
        <Thread
          store={store}
          thread={thread}
          renderAsk={renderAsk}
          askAgainWith={askAgainOn && modelAccount ? modelAccount.name : null}
          sent={sent}
          place={place}
          onReturn={leave}
          opensAtEnd={ask !== null}
          empty={<EmptyChat chat={chat} isPractice={modelAccount === null} onSuggest={(text) => setInsert({ text })} />}
        />
      </ThreadActionsProvider>
      {reset.error && <Problem what={t('reset.failed')} why={reset.error} />}
      {practiceAnswer !== null && modelAccount === null && (
        <PracticeHelp answer={practiceAnswer} onSuggest={(text) => setInsert({ text })} onConnect={() => go({ page: 'welcome' })} />
      )}
      <ResetNotice chat={chat} onUndone={refresh} />
      <Composer
        key={chatId}
        chat={chat}
        insert={insert}
        sentTexts={sentTexts}
        runningTurn={turn}
        onReset={startFresh}
        onEmpty={setComposerEmpty}
        onSent={onSent}
      />
    </div>
  );
};
