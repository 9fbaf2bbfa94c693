import { Button, PasswordInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { type FormEvent, useCallback, useId, useRef, useState } from 'react';
import { visible } from '#contract/text/visible.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { focusNext } from '../../ui/focus-next.ts';
import { reasonText } from '../../ui/reason-text.ts';
import type { AskProps } from './approval.tsx';
import { TimeLeft } from './time-left.tsx';

const told = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The agent asks for a secret: the value goes from this field to the vault, and nowhere else. */
export const Secret = ({ ask, now, onAnswered }: AskProps) => {
  const { client } = useHost();
  const card = useRef<HTMLFormElement>(null);
  const titleId = useId();
  const [value, setValue] = useState('');
  const name = told(ask.input?.name);
  const answer = useAction(
    useCallback(
      async (given: string | null) => {
        const place = card.current;
        onAnswered(
          given === null
            ? await client.asks.answer({ id: ask.id, decision: 'deny', answers: [] })
            : await client.secrets.answer({ askId: ask.id, value: given }),
        );
        setValue('');
        focusNext(place);
      },
      [client, ask.id, onAnswered],
    ),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (value !== '') void answer.run(value);
  };
  return (
    <form ref={card} className="py-ask" aria-labelledby={titleId} data-ask={ask.shortId} onSubmit={submit} autoComplete="off">
      <header className="py-ask__head">
        <IconKey size={20} aria-hidden />
        <h2 id={titleId}>{t('ask.secret.title')}</h2>
        <TimeLeft from={ask.createdAt} until={ask.expiresAt} now={now} />
      </header>
      <p className="py-ask__why py-break">{t('ask.secret.what', { name, workspace: ask.workspace })}</p>
      <p className="py-ask__why py-break" translate="no">
        {t('ask.secret.its')}: {visible(told(ask.input?.why))}
      </p>
      {ask.reason.code === 'ask-secret-tainted' && <p className="py-ask__error">{reasonText(ask.reason)}</p>}
      <PasswordInput
        label={t('ask.secret.value', { name })}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': t('secrets.show') }}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      {answer.error && (
        <p className="py-ask__error" role="alert">
          {answer.error}
        </p>
      )}
      <footer className="py-ask__actions">
        <Button type="submit" disabled={value === '' || answer.busy}>
          {t('ask.secret.give')}
        </Button>
        <Button variant="default" disabled={answer.busy} onClick={() => void answer.run(null)}>
          {t('ask.secret.deny')}
        </Button>
      </footer>
    </form>
  );
};
