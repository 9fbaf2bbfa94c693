import { useCallback, useEffect, useState } from 'react';
import type { ChatView } from '#contract/ui/views.ts';
import { useHost } from '../../rpc/host.ts';
import { createDraftSaver } from './draft.ts';

export interface DraftText {
  readonly text: string;
  readonly change: (text: string) => void;
  /** This text was taken by the host: the field is empty, unless something else was written meanwhile. */
  readonly sent: (text: string) => void;
  readonly flush: () => void;
}

/** What is written in a chat and not sent: kept on this page, and by the host over restarts. */
export const useDraftText = (chat: ChatView): DraftText => {
  const { client, drafts } = useHost();
  // What was typed on this page is newer than what the list knows.
  const [text, setText] = useState(() => drafts.get(chat.id) ?? chat.draft);
  const [draft] = useState(() => createDraftSaver(client, chat.id, chat.draft));
  useEffect(() => {
    const onHide = (): void => draft.flush();
    document.addEventListener('visibilitychange', onHide);
    return () => {
      document.removeEventListener('visibilitychange', onHide);
      draft.flush();
    };
  }, [draft]);
  const change = useCallback(
    (next: string) => {
      setText(next);
      drafts.set(chat.id, next);
      draft.note(next);
    },
    [draft, drafts, chat.id],
  );
  const sent = useCallback(
    (gone: string) => {
      setText((now) => (now === gone ? '' : now));
      drafts.set(chat.id, '');
      draft.note('');
      draft.flush();
    },
    [draft, drafts, chat.id],
  );
  return { text, change, sent, flush: draft.flush };
};
