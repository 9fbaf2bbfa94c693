import { ActionIcon } from '@mantine/core';
import { IconArrowUp, IconPlayerStopFilled, IconTerminal2 } from '@tabler/icons-react';
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ChatView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { createDraftSaver } from './draft.ts';
import { useSend } from './use-send.ts';
import './composer.css';

export interface ComposerProps {
  readonly chat: ChatView;
  /** The turn that a stop ends; null while nothing runs. */
  readonly runningTurnId: string | null;
  readonly onReset: () => void;
  /** A new object puts its text into the field. */
  readonly insert: { readonly text: string } | null;
  /** Told at first and when it changes: whether nothing is written here. */
  readonly onEmpty: (isEmpty: boolean) => void;
  /** The host has taken a text. */
  readonly onSent: () => void;
}

const isShell = (text: string): boolean => /^!\s*\S?/.test(text);

/** Where one writes: keeps a draft, sends with Enter, never loses the text. Mount it anew for every chat. */
export const Composer = ({ chat, runningTurnId, onReset, insert, onEmpty, onSent: onTaken }: ComposerProps) => {
  const { client, drafts } = useHost();
  const field = useRef<HTMLTextAreaElement>(null);
  // What was typed on this page is newer than what the list knows.
  const [text, setText] = useState(() => drafts.get(chat.id) ?? chat.draft);
  const [draft] = useState(() => createDraftSaver(client, chat.id, chat.draft));

  const onSent = useCallback(
    (sent: string) => {
      setText((now) => (now === sent ? '' : now));
      drafts.set(chat.id, '');
      draft.note('');
      draft.flush();
      onTaken();
    },
    [draft, drafts, chat.id, onTaken],
  );
  const sending = useSend(chat.id, onSent);
  const stop = useAction(
    useCallback(async () => runningTurnId !== null && client.turns.stop({ turnId: runningTurnId }), [client, runningTurnId]),
  );

  useLayoutEffect(() => {
    const box = field.current;
    if (!box || box.value !== text) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }, [text]);
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
    const onHide = (): void => draft.flush();
    document.addEventListener('visibilitychange', onHide);
    return () => {
      document.removeEventListener('visibilitychange', onHide);
      draft.flush();
    };
  }, [draft]);

  const isEmpty = text === '';
  useEffect(() => onEmpty(isEmpty), [isEmpty, onEmpty]);

  useEffect(() => {
    if (insert === null) return;
    setText(insert.text);
    field.current?.focus();
  }, [insert]);

  const change = (next: string): void => {
    setText(next);
    drafts.set(chat.id, next);
    draft.note(next);
    if (sending.problem !== null) sending.forget();
  };
  const canStop = runningTurnId !== null;
  const submit = (): void => {
    if (text.trim() === '' || sending.busy) return;
    if (text.trim() === '/reset') {
      change('');
      draft.flush();
      onReset();
      return;
    }
    void sending.send(text);
  };
  const stopTurn = (): void => {
    field.current?.focus({ preventScroll: true });
    void stop.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes, Enter chooses a candidate.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && canStop && isEmpty && !stop.busy) return stopTurn();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    submit();
  };

  const shell = isShell(text);
  const problem = sending.problem ?? stop.error;
  return (
    <div className="py-composer">
      {problem !== null && (
        <p className="py-composer__problem" role="status">
          {problem}
        </p>
      )}
      <div className={`py-composer__box${shell ? ' py-composer__box--shell' : ''}`}>
        {shell && <IconTerminal2 className="py-composer__shell" size={18} aria-hidden />}
        <textarea
          ref={field}
          data-composer
          rows={1}
          dir="auto"
          value={text}
          aria-label={t('composer.label', { chat: chat.name })}
          aria-describedby="py-composer-hint"
          placeholder={t('composer.placeholder')}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={draft.flush}
        />
        {canStop && (
          <ActionIcon
            size={36}
            radius="xl"
            color="gray"
            variant="default"
            loading={stop.busy}
            aria-label={t('composer.stop')}
            title={t('composer.stopKey')}
            onClick={stopTurn}
          >
            <IconPlayerStopFilled size={16} />
          </ActionIcon>
        )}
        {(!canStop || !isEmpty) && (
          <ActionIcon
            size={36}
            radius="xl"
            aria-label={canStop ? t('composer.steer') : t('composer.send')}
            title={canStop ? t('composer.steer') : t('composer.send')}
            aria-disabled={text.trim() === ''}
            className="py-composer__send"
            loading={sending.busy}
            onClick={submit}
          >
            <IconArrowUp size={19} stroke={2.2} />
          </ActionIcon>
        )}
      </div>
      <p className="py-composer__hint" id="py-composer-hint">
        {shell ? t('composer.shell') : t(canStop && !isEmpty ? 'composer.steers' : 'composer.keys')}
      </p>
    </div>
  );
};
