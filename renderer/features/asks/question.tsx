import { Button, Radio, Stack, TextInput } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import { type FormEvent, useCallback, useRef, useState } from 'react';
import { visible } from '#contract/text/visible.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { focusNext } from '../../ui/focus-next.ts';
import { reasonText } from '../../ui/reason-text.ts';
import type { AskProps } from './approval.tsx';
import { TimeLeft } from './time-left.tsx';

interface OneProps {
  readonly question: string;
  readonly options: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const One = ({ question, options, value, onChange }: OneProps) => {
  const isOption = options.includes(value);
  return (
    <fieldset className="py-question">
      <legend translate="no">{visible(question)}</legend>
      <Stack gap={8}>
        {options.map((option) => (
          <Radio
            key={option}
            label={<span translate="no">{visible(option)}</span>}
            checked={value === option}
            onChange={() => onChange(option)}
          />
        ))}
        <TextInput
          aria-label={options.length > 0 ? t('ask.ownAnswer') : t('ask.answer')}
          placeholder={options.length > 0 ? t('ask.ownAnswer') : t('ask.answer')}
          value={isOption ? '' : value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </Stack>
    </fieldset>
  );
};

/** Questions of the agent: one of the options, or words of one's own. */
export const Question = ({ ask, now, onAnswered }: AskProps) => {
  const { client } = useHost();
  const card = useRef<HTMLFormElement>(null);
  const [answers, setAnswers] = useState<readonly string[]>(() => ask.questions.map(() => ''));
  const answer = useAction(
    useCallback(
      async (decision: 'answer' | 'deny') => {
        const place = card.current;
        onAnswered(await client.asks.answer({ id: ask.id, decision, answers: decision === 'answer' ? [...answers] : [] }));
        focusNext(place);
      },
      [client, ask.id, answers, onAnswered],
    ),
  );
  const isComplete = answers.every((text) => text.trim() !== '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isComplete) void answer.run('answer');
  };
  return (
    <form ref={card} className="py-ask" data-ask={ask.shortId} onSubmit={submit}>
      <header className="py-ask__head">
        <IconMessageQuestion size={20} aria-hidden />
        <h2>{t('ask.question', { n: ask.questions.length })}</h2>
        <TimeLeft from={ask.createdAt} until={ask.expiresAt} now={now} />
      </header>
      <p className="py-ask__from py-dim">{t('ask.from', { workspace: ask.workspace })}</p>
      {ask.questions.map((one, index) => (
        <One
          key={one.question}
          {...one}
          value={answers[index] ?? ''}
          onChange={(value) => setAnswers(answers.map((old, at) => (at === index ? value : old)))}
        />
      ))}
      {ask.reason.code !== 'ask-question' && (
        <p className="py-ask__why" translate="no">
          {reasonText(ask.reason)}
        </p>
      )}
      {answer.error && (
        <p className="py-ask__error" role="alert">
          {answer.error}
        </p>
      )}
      <footer className="py-ask__actions">
        <Button type="submit" disabled={!isComplete || answer.busy}>
          {t('ask.send')}
        </Button>
        <Button variant="default" disabled={answer.busy} onClick={() => void answer.run('deny')}>
          {t('ask.skip')}
        </Button>
      </footer>
    </form>
  );
};
