import { TextInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { t } from '../locales/translate.ts';
import { useHost } from '../rpc/host.ts';
import { shellCapabilities } from '../rpc/shell.ts';
import { useAction } from '../rpc/use-action.ts';
import './quick-ask.css';

/** Is this page the small window for one question? */
export const isQuickAsk = (location: Location): boolean => new URLSearchParams(location.search).has('quick');

/** One line: Enter asks in a new chat and shows it in the main window, Esc goes away. What was typed stays when it fails. */
export const QuickAsk = () => {
  const { client } = useHost();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const ask = useAction(
    useCallback(async () => {
      const { workspaceId } = await client.chats.open({ workspace: 'home', surface: 'desktop' });
      const chat = await client.chats.create({ workspaceId });
      await client.messages.send({ chatId: chat.id, text, clientId: crypto.randomUUID() });
      setText('');
      await shellCapabilities()?.showWindow(`#/chat/${chat.id}`);
    }, [client, text]),
  );
  useEffect(() => {
    const focus = (): void => field.current?.focus();
    focus();
    addEventListener('focus', focus);
    return () => removeEventListener('focus', focus);
  }, []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '' && !ask.busy) void ask.run();
  };
  const leave = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') void shellCapabilities()?.hideQuickAsk();
  };
  return (
    <main className="py-quick">
      <form onSubmit={submit}>
        <TextInput
          ref={field}
          size="lg"
          aria-label={t('quick.label')}
          placeholder={t('quick.placeholder')}
          value={text}
          disabled={ask.busy}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={leave}
        />
      </form>
      <p role="status" data-bad={ask.error !== null || undefined}>
        {ask.error ?? (ask.busy ? t('quick.busy') : t('quick.hint'))}
      </p>
    </main>
  );
};
