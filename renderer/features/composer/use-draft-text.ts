import { useCallback, useEffect, useRef, useState } from 'react';
import type { ChatView } from '#contract/ui/views.ts';
import { useHost } from '../../rpc/host.ts';
import { createDraftSaver } from './draft.ts';

export interface DraftText {
  readonly text: string;
  readonly change: (text: string) => void;
  /** This text was taken by the host: in the field stays what was written meanwhile. */
  readonly sent: (text: string) => void;
  readonly flush: () => void;
}

/** What is written in a chat and not sent: kept on this page, and by the host over restarts. */
export const useDraftText = (chat: ChatView): DraftText => {
  const { client, drafts } = useHost();
  // What was typed on this page is newer than what the list knows.
  const [text, setText] = useState(() => drafts.get(chat.id) ?? chat.draft);
  const written = useRef(text);
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
      written.current = next;
      setText(next);
      drafts.set(chat.id, next);
      draft.note(next);
    },
    [draft, drafts, chat.id],
  );
  const sent = useCallback(
    (gone: string) => {
      if (written.current.startsWith(gone)) change(written.current.slice(gone.length).trimStart());
      draft.flush();
    },
    [change, draft],
  );
  return { text, change, sent, flush: draft.flush };
};
