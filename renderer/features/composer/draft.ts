import type { HostClient } from '#contract/client/connect.ts';
import { isLost } from '../../rpc/failure.ts';

/** How long the writer must pause before the draft is saved. */
const quietMs = 500;

export interface DraftSaver {
  /** Saves after a pause. */
  note(text: string): void;
  /** Saves what is noted now. */
  flush(): void;
}

/** Saves the draft of one chat: one save at a time, and always the newest text last. */
export const createDraftSaver = (client: HostClient, chatId: string, initial: string): DraftSaver => {
  let saved = initial;
  let noted = initial;
  let saving = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const save = async (): Promise<void> => {
    if (saving) return;
    saving = true;
    try {
      while (noted !== saved) {
        const text = noted;
        await client.chats.saveDraft({ chatId, text });
        saved = text;
      }
    } catch (error) {
      // The text is still in the field, and the next keystroke or blur tries again.
      if (!isLost(error)) console.error('The draft could not be saved.', error);
    } finally {
      saving = false;
    }
  };
  const flush = (): void => {
    clearTimeout(timer);
    void save();
  };
  return {
    note(text) {
      noted = text;
      clearTimeout(timer);
      timer = setTimeout(flush, quietMs);
    },
    flush,
  };
};
