import { Button, Kbd } from '@mantine/core';
import { IconShieldQuestion } from '@tabler/icons-react';
import { useCallback, useEffect, useId, useRef } from 'react';
import { argumentsOf, usualText } from '#contract/text/given.ts';
import { visible } from '#contract/text/visible.ts';
import type { AskView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { CommandNote } from '../../ui/command-note.tsx';
import { Fields } from '../../ui/fields.tsx';
import { focusNext } from '../../ui/focus-next.ts';
import { reasonText } from '../../ui/reason-text.ts';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { AlwaysAllow } from './always-allow.tsx';
import { askTitle } from './ask-title.ts';
import { AskedFile, withoutFile } from './asked-file.tsx';
import { type AskKeys, mayTakeFocus } from './focus.ts';
import { isFirstClick, refuseHeldKeys, refuseKeys } from './on-purpose.ts';
import { Recipient, withoutAddress } from './recipient.tsx';
import { TimeLeft } from './time-left.tsx';
import { useApproveKey } from './use-approve-key.ts';
import { useSettled } from './use-settled.ts';

export interface AskProps {
  readonly ask: AskView;
  readonly now: number;
  readonly onAnswered: (ask: AskView) => void;
}

/** May a tool do this? Deny has the focus; approving takes a click or Alt+A, never Enter. */
export const Approval = ({ ask, now, keys, onAnswered }: AskProps & { readonly keys: AskKeys }) => {
  const { client } = useHost();
  const card = useRef<HTMLElement>(null);
  const deny = useRef<HTMLButtonElement>(null);
  const titleId = useId();
  const answer = useAction(
    useCallback(
      async (decision: 'approve' | 'deny') => {
        const place = card.current;
        onAnswered(await client.asks.answer({ id: ask.id, decision, answers: [] }));
        focusNext(place);
      },
      [client, ask.id, onAnswered],
    ),
  );
  useEffect(() => {
    if (mayTakeFocus(document.activeElement)) deny.current?.focus({ preventScroll: true });
  }, []);
  const { run, busy } = answer;
  const isSettled = useSettled();
  const said = argumentsOf(ask.input ?? {}, ask.defaults);
  const usual = usualText(said);
  const hasKey = useApproveKey(
    card,
    busy || !isSettled ? 'none' : keys,
    useCallback(() => void run('approve'), [run]),
  );
  return (
    <article ref={card} className="py-ask" aria-labelledby={titleId} data-ask={ask.shortId}>
      <header className="py-ask__head">
        <IconShieldQuestion size={20} aria-hidden />
        <h2 id={titleId} className="py-break" translate="no">
          {askTitle(ask)}
        </h2>
        <TimeLeft from={ask.createdAt} until={ask.expiresAt} now={now} />
      </header>
      <p className="py-ask__from py-dim">{t('ask.from', { workspace: ask.workspace })}</p>
      {ask.recipient && <Recipient recipient={ask.recipient} />}
      <AskedFile input={ask.input} />
      <ScrollBox className="py-ask__input" label={t('ask.everything')}>
        <Fields values={withoutFile(ask.recipient ? withoutAddress(said.given) : said.given)} />
        {usual !== '' && (
          <p className="py-ask__usual" translate="no">
            {t('ask.notGiven', { values: visible(usual) })}
          </p>
        )}
      </ScrollBox>
      <CommandNote tool={ask.tool ?? ''} input={ask.input ?? {}} />
      <p className="py-ask__why" translate="no">
        {reasonText(ask.reason)}
      </p>
      <AlwaysAllow ask={ask} onStored={() => void run('approve')} />
      {answer.error && (
        <p className="py-ask__error" role="alert">
          {answer.error}
        </p>
      )}
      <footer className="py-ask__actions">
        <Button
          ref={deny}
          variant="default"
          disabled={answer.busy}
          onKeyDown={refuseHeldKeys}
          onClick={(event) => isFirstClick(event) && void run('deny')}
        >
          {t('ask.deny')}
        </Button>
        <Button
          disabled={answer.busy}
          aria-disabled={!isSettled || undefined}
          onKeyDown={refuseKeys}
          onKeyUp={refuseKeys}
          onClick={(event) => isSettled && isFirstClick(event) && void run('approve')}
        >
          {t('ask.approve')}
        </Button>
        {hasKey && (
          <span className="py-ask__hint">
            <Kbd size="xs">Alt</Kbd> <Kbd size="xs">A</Kbd> {t('ask.approveKey')}
          </span>
        )}
        <code className="py-ask__id" title={t('ask.id')} translate="no">
          {ask.shortId}
        </code>
      </footer>
    </article>
  );
};
