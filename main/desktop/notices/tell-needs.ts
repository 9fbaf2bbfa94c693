import type { HostClient } from '#contract/client/connect.ts';
import { askLine } from '#contract/text/deeds.ts';
import type { AskView } from '#contract/ui/views.ts';
import { texts } from '../texts.ts';
import type { Notifications } from './notifications.ts';

/** What a person is told: an approval or question that waits, and an answer that came while nobody looked. */
export const tellNeeds = (client: HostClient, notes: Notifications, onFault: (error: unknown) => void) => {
  const turnEnded = async (turn: { id: string; chatId: string; state: 'done' | 'failed' }): Promise<void> => {
    const chat = (await client.chats.list()).find(({ id }) => id === turn.chatId);
    // Who wrote from a phone is answered on the phone.
    if (chat?.channel !== 'desktop') return;
    const name = chat.name || chat.workspace;
    notes.tell({
      need: `turn:${turn.id}`,
      kind: turn.state === 'done' ? 'answer' : 'failure',
      title: turn.state === 'done' ? texts.notice.answered(name) : texts.notice.failed(name),
      body: chat.lastText.slice(0, 200) || texts.notice.openToRead,
      hash: `#/chat/${turn.chatId}`,
    });
  };
  return {
    asks(now: readonly AskView[], before: readonly AskView[]): void {
      for (const ask of now)
        notes.tell({
          need: `ask:${ask.id}`,
          kind: ask.kind === 'approval' ? 'approval' : 'question',
          title: texts.notice.needsYou,
          body: `${ask.workspace}: ${askLine(ask)}`,
          hash: `#/chat/${ask.chatId}?ask=${ask.shortId}`,
        });
      for (const ask of before) if (!now.some(({ id }) => id === ask.id)) notes.withdraw(`ask:${ask.id}`);
    },
    turnEnd: (turn: Parameters<typeof turnEnded>[0]): void => void turnEnded(turn).catch(onFault),
  };
};
