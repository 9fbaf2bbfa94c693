import type { HostClient } from '#contract/client/connect.ts';
import { askLine } from '#contract/text/deeds.ts';
import type { AskView } from '#contract/ui/views.ts';
import { texts } from '../texts.ts';
import type { Note, Notifications } from './notifications.ts';

interface EndedTurn {
  readonly id: string;
  readonly chatId: string;
  readonly state: 'done' | 'failed';
}

/** What a person is told: an approval or question that waits, and an answer that came while nobody looked. */
export const tellNeeds = (client: HostClient, notes: Notifications, onFault: (error: unknown) => void) => {
  const tellEnd = async (turn: EndedTurn, kind: Note['kind']): Promise<void> => {
    const chat = (await client.chats.list()).find(({ id }) => id === turn.chatId);
    // Who wrote from a phone is answered on the phone.
    if (!chat || (chat.channel !== 'desktop' && kind !== 'asked')) return;
    const name = chat.name || chat.workspace;
    notes.tell({
      need: `turn:${turn.id}`,
      kind,
      title: turn.state === 'done' ? texts.notice.answered(name) : texts.notice.failed(name),
      body: chat.lastText.slice(0, 200) || texts.notice.openToRead,
      hash: `#/chat/${turn.chatId}`,
    });
  };
  /** Whether somebody asked to be told, and nobody has told it yet. */
  const isAsked = async (turnId: string): Promise<boolean> => (await client.turns.tellWhenDone({ turnId, on: false })).changed;
  const turnEnded = async (turn: EndedTurn): Promise<void> =>
    tellEnd(turn, (await isAsked(turn.id)) ? 'asked' : turn.state === 'done' ? 'answer' : 'failure');
  const endedBefore = async (): Promise<void> => {
    for (const { turnId: id, chatId, state } of await client.turns.awaited())
      if ((state === 'done' || state === 'failed') && (await isAsked(id))) await tellEnd({ id, chatId, state }, 'asked');
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
    turnEnd: (turn: EndedTurn): void => void turnEnded(turn).catch(onFault),
    /** What ended while nothing here could tell it. */
    start: (): void => void endedBefore().catch(onFault),
  };
};
