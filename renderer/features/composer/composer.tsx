import { IconTerminal2 } from '@tabler/icons-react';
import { type ClipboardEvent, type KeyboardEvent, memo, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { findTypedSecret } from '#contract/model/typed-secret.ts';
import type { ChatView, TurnView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useConnection, useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useOffer } from '../../ui/action-bus.tsx';
import { AccountDown } from './account-down.tsx';
import { AnswerLine } from './answer-line.tsx';
import { CommandPopup } from './command-popup.tsx';
import { AttachButton, SendButtons } from './composer-buttons.tsx';
import { DropZone } from './drop-zone.tsx';
import { FileChips } from './file-chips.tsx';
import { useAnswerer } from './use-answerer.ts';
import { useCommands } from './use-commands.ts';
import { useDraftText } from './use-draft-text.ts';
import { useFiles } from './use-files.ts';
import { useHistory } from './use-history.ts';
import { useMeter } from './use-meter.ts';
import { type Outgoing, useSend } from './use-send.ts';
import './composer.css';

export interface ComposerProps {
  readonly chat: ChatView;
  /** The turn that a stop ends; null while nothing runs. */
  readonly runningTurn: Pick<TurnView, 'id' | 'state' | 'wait'> | null;
  readonly onReset: () => void;
  /** A new object puts its text into the field. */
  readonly insert: { readonly text: string } | null;
  /** What was sent here before, the newest last: ArrowUp in the empty field brings it back. */
  readonly sentTexts: readonly string[];
  /** Told at first and when it changes: whether nothing is written here. */
  readonly onEmpty: (isEmpty: boolean) => void;
  /** The host has taken a text. */
  readonly onSent: () => void;
}

const isShell = (text: string): boolean => /^!\s*\S?/.test(text);

/** Where one writes: keeps a draft, sends with Enter, never loses the text. Mount it anew for every chat. */
export const Composer = memo(({ chat, runningTurn, onReset, insert, sentTexts, onEmpty, onSent: onTaken }: ComposerProps) => {
  const { client } = useHost();
  const { phase } = useConnection();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useDraftText(chat);
  const files = useFiles(chat.id, chat.draftFiles);
  const history = useHistory(sentTexts);
  const meter = useMeter(chat.id);
  const { answerer, problem: noAnswer, trouble } = useAnswerer(chat.workspaceId);
  const { text, sent } = draft;
  const filesSent = files.sent;

  const onSent = useCallback(
    (message: Outgoing) => {
      sent(message.text);
      filesSent(message.files);
      onTaken();
    },
    [sent, filesSent, onTaken],
  );
  const sending = useSend(chat.id, onSent);
  const runningTurnId = runningTurn?.id ?? null;
  const stop = useAction(
    useCallback(async () => runningTurnId !== null && client.turns.stop({ turnId: runningTurnId }), [client, runningTurnId]),
  );

  useLayoutEffect(() => {
    const box = field.current;
    if (!box || box.value !== text) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }, [text]);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);

  const change = (next: string): void => {
    draft.change(next);
    if (sending.problem !== null) sending.forget();
  };
  const changeLater = useRef(change);
  useEffect(() => {
    changeLater.current = change;
  });
  useEffect(() => {
    if (insert === null) return;
    changeLater.current(insert.text);
    field.current?.focus();
  }, [insert]);

  const isNextDue = useRef(false);
  const isEmpty = text === '' && files.ready.length + files.uploads.length === 0;
  useEffect(() => onEmpty(isEmpty), [isEmpty, onEmpty]);

  // A host that is not there hears no Stop.
  const canStop = runningTurn !== null && phase === 'open';
  const canSend = (text.trim() !== '' || files.ready.length > 0) && !files.isUploading;
  const reset = (): void => {
    change('');
    draft.flush();
    onReset();
  };
  const submit = (): void => {
    if (!canSend) return;
    if (sending.busy) {
      isNextDue.current = true;
      return;
    }
    if (text.trim() === '/reset') return reset();
    void sending.send({ text, files: files.ready.map(({ sha256 }) => sha256) });
  };
  // Enter on the next text came before the host had taken this one.
  const submitLater = useRef(submit);
  useEffect(() => {
    submitLater.current = submit;
  });
  useEffect(() => {
    if (sending.busy || !isNextDue.current) return;
    isNextDue.current = false;
    if (sending.problem === null) submitLater.current();
  }, [sending.busy, sending.problem]);
  const stopTurn = (): void => {
    field.current?.focus({ preventScroll: true });
    void stop.run();
  };
  useOffer('stop', canStop && !stop.busy ? stopTurn : null);
  const commands = useCommands(text, {
    insert: change,
    run({ word }) {
      if (word === '/reset') return reset();
      change(word);
      void sending.send({ text: word, files: [] });
    },
  });

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // While an input method composes, Enter chooses a candidate.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (commands.onKey(event)) return;
    if (event.key === 'Escape' && canStop && isEmpty && !stop.busy) return stopTurn();
    const remembered = event.altKey || event.shiftKey || event.ctrlKey || event.metaKey ? null : history(text, event.key);
    if (remembered !== null) {
      event.preventDefault();
      change(remembered);
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    submit();
  };
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = [...event.clipboardData.files];
    // Office programs put a picture of the text beside the text.
    if (pasted.length === 0 || event.clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    files.add(pasted);
  };

  // The turn that waits for the account says the same, with the same time.
  const isToldAbove = runningTurn?.wait === 'quota' && trouble?.fate === 'waits';
  const shell = isShell(text);
  const problem = sending.problem ?? stop.error;
  const isSecret = findTypedSecret(text)?.isCommand === true;
  const isKeysHint = !shell && !isSecret && phase === 'open' && !files.isUploading && !canStop;
  const hint = isSecret
    ? t('composer.secret')
    : shell
      ? t('composer.shell')
      : phase !== 'open'
        ? t('composer.offline')
        : files.isUploading
          ? t('composer.uploading')
          : canStop
            ? t(!isEmpty ? 'composer.steers' : runningTurn?.state === 'waiting' ? 'composer.steersLater' : 'composer.steersNow')
            : t('composer.keys');
  return (
    <div className="py-composer">
      <DropZone onFiles={files.add} />
      {problem !== null && (
        <p className="py-composer__problem" role="status">
          {problem}
        </p>
      )}
      {problem === null && noAnswer !== null && !shell && (
        <p className="py-composer__warning" role="status">
          {noAnswer.text} {noAnswer.link && <a href={noAnswer.link.href}>{noAnswer.link.label}</a>}
        </p>
      )}
      {problem === null && trouble !== null && !shell && !isToldAbove && <AccountDown trouble={trouble} />}
      {commands.commands.length > 0 && (
        <CommandPopup commands={commands.commands} chosen={commands.chosen} onHover={commands.setChosen} onTake={commands.take} />
      )}
      <div className={`py-composer__box${shell ? ' py-composer__box--shell' : ''}`}>
        <FileChips files={files} />
        <div className="py-composer__row">
          {shell ? <IconTerminal2 className="py-composer__shell" size={18} aria-hidden /> : <AttachButton onFiles={files.add} />}
          <textarea
            ref={field}
            data-composer
            rows={1}
            dir="auto"
            value={text}
            aria-label={t('composer.label', { chat: chat.name || t('chats.untitled') })}
            aria-describedby="py-composer-hint"
            placeholder={t('composer.placeholder')}
            {...commands.fieldProps}
            onChange={(event) => change(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            onBlur={draft.flush}
          />
          <SendButtons
            canStop={canStop}
            isStopping={stop.busy}
            onStop={stopTurn}
            isEmpty={isEmpty}
            canSend={canSend}
            isSending={sending.busy}
            onSend={submit}
          />
        </div>
      </div>
      <div className="py-composer__foot">
        <AnswerLine chatId={chat.id} answerer={answerer} meter={meter} />
        {/* Another text is another element: a text that changes its length at this edge would shift. */}
        <span key={hint} className={`py-composer__hint${isKeysHint ? ' py-composer__hint--keys' : ''}`} id="py-composer-hint">
          {hint}
        </span>
      </div>
    </div>
  );
});
Composer.displayName = 'Composer';
