import { Button } from '@mantine/core';
import { IconDeviceMobile } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { LinkView } from '#contract/ui/domains/links.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Problem } from '../../ui/problem.tsx';
import { reasonParts } from '../../ui/reason-text.ts';
import { LinkChats } from './link-chats.tsx';
import { LinkState } from './link-state.tsx';
import { Pairing } from './pairing.tsx';

/** One linked number: how it stands, with proof; what is wrong and what helps; its chats; and the end of the link. */
export const LinkCard = ({ link, wanted }: { link: LinkView; wanted: string | null }) => {
  const isPairing = link.state === 'pairing' || (link.state === 'syncing' && link.self === null);
  return (
    <article className="py-card py-link" aria-label={link.name}>
      <header className="py-link__head">
        <IconDeviceMobile size={22} stroke={1.6} className="py-link__icon" aria-hidden />
        <div>
          <h2 translate="no">{link.name}</h2>
          <p className="py-dim">
            {link.self && <span translate="no">{link.self.number} · </span>}
            {t(`links.kind.${link.mode}`)}
          </p>
        </div>
        <LinkState link={link} />
      </header>
      {isPairing ? <Pairing link={link} /> : <Trouble link={link} />}
      {link.self !== null && !isPairing && <LinkChats link={link} wanted={wanted} />}
      {!isPairing && <Ending link={link} />}
    </article>
  );
};

// Nothing helps by itself, and the owner did not ask for it.
const isLost = (link: LinkView): boolean =>
  link.state === 'conflict' || (link.state === 'logged-out' && !link.reason?.code.startsWith('pairing-'));

const Trouble = ({ link }: { link: LinkView }) => {
  const { client } = useHost();
  const again = useAction(useCallback(() => client.links.tryNow({ id: link.id }), [client, link.id]));
  const pair = useAction(useCallback(() => client.links.pair({ id: link.id }), [client, link.id]));
  if (link.state === 'live' || link.state === 'syncing') return null;
  const needsCode = link.state === 'unlinked' || link.state === 'logged-out';
  const { what, why, next } = reasonParts(link.reason);
  const action = needsCode ? pair : again;
  return (
    <>
      <Problem what={what ?? t('links.notLinked')} why={why} next={next} tone={isLost(link) ? 'bad' : 'warn'}>
        <Button size="xs" variant="default" loading={action.busy} onClick={() => void action.run()}>
          {t(needsCode ? 'links.showCode' : 'links.tryNow')}
        </Button>
      </Problem>
      {action.error && <Problem what={t(needsCode ? 'links.noCode' : 'links.tryFailed')} why={action.error} times={action.times} />}
    </>
  );
};

const Ending = ({ link }: { link: LinkView }) => {
  const { client } = useHost();
  const [isSure, setSure] = useState(false);
  const end = useAction(useCallback(() => client.links.unlink({ id: link.id }), [client, link.id]));
  if (!isSure)
    return (
      <div className="py-link__end">
        <Button size="xs" variant="subtle" color="gray" onClick={() => setSure(true)}>
          {t('links.unlink')}
        </Button>
      </div>
    );
  return (
    <fieldset className="py-link__end" aria-label={t('links.unlink')}>
      <p>{t('links.unlinkWhy')}</p>
      <Button size="xs" color="red" variant="light" loading={end.busy} onClick={() => void end.run()}>
        {t('links.unlinkNow')}
      </Button>
      <Button size="xs" variant="default" autoFocus onClick={() => setSure(false)}>
        {t('links.keep')}
      </Button>
      {end.error && <Problem what={t('links.unlinkFailed')} why={end.error} />}
    </fieldset>
  );
};
