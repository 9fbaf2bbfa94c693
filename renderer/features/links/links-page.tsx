import { Button, Skeleton } from '@mantine/core';
import { IconDeviceMobilePlus } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { NotLoaded } from '../../ui/not-loaded.tsx';
import { Problem } from '../../ui/problem.tsx';
import { AddLink } from './add-link.tsx';
import { LinkCard } from './link-card.tsx';
import { OwnerNumbers } from './owner-numbers.tsx';
import { useLinks } from './use-links.ts';
import './links.css';
import { useFocusBack } from '../../ui/use-focus-back.ts';

const topics = ['plugin'] as const;

/** The first name with this beginning that no link has. */
const freeName = (title: string, links: readonly { readonly name: string }[]): string => {
  const taken = new Set(links.map(({ name }) => name));
  let name = title;
  for (let n = 2; taken.has(name); n += 1) name = `${title} ${n}`;
  return name;
};

/** Linked numbers: how they stand, and a new one. `wanted`: a chat that somebody wants to open to Pynchy. */
export const LinksPage = ({ wanted }: { wanted: string | null }) => {
  const { client } = useHost();
  const { links, error, again } = useLinks();
  const channels = useFresh(
    useCallback(() => client.links.channels(), [client]),
    topics,
  );
  const [isAdding, setAdding] = useState(false);
  const opener = useFocusBack();
  const channel = channels.value?.[0];
  const close = useCallback(() => {
    setAdding(false);
    opener.giveBack();
  }, [opener]);
  return (
    <div className="py-scroll">
      <div className="py-page py-links">
        <header className="py-links__head">
          <div>
            <h1>{t('links.title')}</h1>
            <p className="py-dim">{t('links.intro')}</p>
          </div>
          {!isAdding && channel && (
            <Button ref={opener.ref} leftSection={<IconDeviceMobilePlus size={17} aria-hidden />} onClick={() => setAdding(true)}>
              {t('links.add')}
            </Button>
          )}
        </header>
        {channels.value?.length === 0 && <Problem tone="warn" what={t('links.noChannel')} next={t('links.noChannelNext')} />}
        {isAdding && channel && (
          <AddLink channel={channel.id} suggestedName={freeName(channel.title, links ?? [])} onCancel={close} onAdded={close} />
        )}
        {error && <NotLoaded what={t('links.loadFailed')} why={error} onAgain={again} />}
        {links === null && !error && <Skeleton height={130} radius={14} aria-hidden />}
        {links?.length === 0 && !isAdding && <p className="py-links__empty py-dim">{t('links.empty')}</p>}
        {links?.map((link) => (
          <LinkCard key={link.id} link={link} wanted={wanted} />
        ))}
        {channel && links !== null && links.length > 0 && <OwnerNumbers channel={channel.id} />}
      </div>
    </div>
  );
};
