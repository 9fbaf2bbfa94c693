import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { AlwaysOffer } from '#contract/ui/domains/rules.ts';
import type { AskView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { reasonText } from '../../ui/reason-text.ts';
import { isFirstClick, refuseKeys } from './on-purpose.ts';
import { useSettled } from './use-settled.ts';

type Scope = 'here' | 'task';
interface AlwaysAllowProps {
  readonly ask: AskView;
  /** The rule is stored: this one may go, too. */
  readonly onStored: () => void;
}

/** Shows the rule that would allow such calls from now on, in this workspace or in this task alone, before anything is stored. */
export const AlwaysAllow = ({ ask, onStored }: AlwaysAllowProps) => {
  const { client } = useHost();
  const [offers, setOffers] = useState<Readonly<{ here: AlwaysOffer; task: AlwaysOffer | null }> | null>(null);
  const look = useAction(useCallback(async () => setOffers(await client.rules.offers({ askId: ask.id })), [client, ask.id]));
  const store = useAction(
    useCallback(
      async (scope: Scope, text: string) => {
        await client.rules.always({ askId: ask.id, scope, text });
        onStored();
      },
      [client, ask.id, onStored],
    ),
  );
  const error = look.error ?? store.error;
  const take = (scope: Scope) => (text: string) => void store.run(scope, text);
  return (
    <section className="py-always" aria-label={t('always.title')}>
      {offers === null ? (
        <Button size="compact-sm" variant="subtle" color="gray" loading={look.busy} onClick={() => void look.run()}>
          {t('always.look')}
        </Button>
      ) : (
        <>
          {offers.task && <Offer label={t('always.task')} offer={offers.task} busy={store.busy} onTake={take('task')} />}
          <Offer label={t('always.here')} offer={offers.here} busy={store.busy} onTake={take('here')} />
        </>
      )}
      {error && (
        <p className="py-ask__error" role="alert">
          {error}
        </p>
      )}
    </section>
  );
};

interface OfferProps {
  readonly label: string;
  readonly offer: AlwaysOffer;
  readonly busy: boolean;
  readonly onTake: (text: string) => void;
}

/** One rule as it would be stored, or why there is none. It is given by a click on it alone, as an approval is. */
const Offer = ({ label, offer, busy, onTake }: OfferProps) => {
  const isSettled = useSettled();
  if (!offer.can)
    return (
      <p className="py-dim py-break" translate="no">
        {reasonText(offer.why)}
      </p>
    );
  return (
    <div className="py-always__offer">
      <p className="py-break" translate="no">
        {offer.text}
      </p>
      <Button
        size="compact-sm"
        variant="default"
        disabled={busy}
        aria-disabled={!isSettled || undefined}
        title={t('always.keys')}
        aria-keyshortcuts="Alt+Enter"
        onKeyDown={(event) => {
          refuseKeys(event);
          // Without a mouse: two keys at once, on this very button, are meant.
          if (event.key === 'Enter' && event.altKey && !event.repeat && isSettled && !busy) onTake(offer.text);
        }}
        onKeyUp={refuseKeys}
        onClick={(event) => isSettled && isFirstClick(event) && onTake(offer.text)}
      >
        {label}
      </Button>
    </div>
  );
};
