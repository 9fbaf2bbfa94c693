import { Button, Checkbox, Loader, Modal } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { HeldItem } from '#contract/ui/domains/emergency.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { Problem } from '../../ui/problem.tsx';
import { sameDay, shortWhen, timeOfDay } from '../../ui/time.ts';

const topics = ['host', 'message', 'turn', 'delivery', 'task'] as const;

const whenText = (at: number, now: number): string => (sameDay(at, now) ? timeOfDay(at) : `${shortWhen(at, now)} ${timeOfDay(at)}`);

const Item = ({ item, goes, onGoes }: { item: HeldItem; goes: boolean; onGoes: (goes: boolean) => void }) => (
  <li>
    <Checkbox
      checked={goes}
      onChange={(event) => onGoes(event.currentTarget.checked)}
      label={`${t(`emergency.kind.${item.kind}`)} ${item.where}`}
      description={item.mayBeSent ? t('emergency.mayBeSent') : undefined}
    />
    <p className="py-emergency__text" dir="auto">
      {item.text || t('emergency.noText')}
    </p>
  </li>
);

/** What goes on after the release, with a tick for each; what came while the reader looked is shown before anything is released. */
export const ReleaseDialog = ({ onClose }: { onClose: () => void }) => {
  const { client, resources } = useHost();
  const view = useFresh(
    useCallback(() => client.emergency.get(), [client]),
    topics,
  );
  const [dropped, setDropped] = useState<ReadonlySet<string>>(new Set());
  const held = view.value?.held ?? [];
  const drop = held.filter(({ id }) => dropped.has(id)).map(({ id }) => id);
  const release = useAction(
    useCallback(
      async (seen: readonly string[], without: readonly string[]) => {
        await client.emergency.release({ seen: [...seen], drop: [...without] });
        resources.status.refresh();
        onClose();
      },
      [client, resources, onClose],
    ),
  );
  const setGoes = (id: string, goes: boolean): void =>
    setDropped((before) => new Set(goes ? [...before].filter((one) => one !== id) : [...before, id]));
  const on = view.value?.on ?? null;
  const goOn = held.length - drop.length;
  return (
    <Modal opened onClose={onClose} title={t('emergency.dialog')} size="lg" closeButtonProps={{ 'aria-label': t('details.close') }}>
      {on && (
        <p className="py-dim">
          {t('emergency.by', { who: on.by, when: whenText(on.at, Date.now()) })} {!on.isKept && t('emergency.notKept')}
        </p>
      )}
      {view.error && <Problem what={t('emergency.failed')} why={view.error} />}
      {view.value === null && !view.error && <Loader size="xs" color="gray" aria-label={t('emergency.dialog')} />}
      {view.value && <p>{held.length === 0 ? t('emergency.nothing') : t('emergency.lists')}</p>}
      <ul className="py-emergency__list">
        {held.map((item) => (
          <Item key={item.id} item={item} goes={!dropped.has(item.id)} onGoes={(goes) => setGoes(item.id, goes)} />
        ))}
      </ul>
      {release.error && <Problem what={release.error} why="" times={release.times} details={release.details} />}
      <div className="py-emergency__end">
        {drop.length > 0 && <p className="py-dim">{t('emergency.drops', { n: drop.length })}</p>}
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('emergency.keep')}
        </Button>
        <Button
          color="red"
          loading={release.busy}
          disabled={view.value === null}
          onClick={() =>
            void release
              .run(
                held.map(({ id }) => id),
                drop,
              )
              .then((isDone) => isDone || view.refresh())
          }
        >
          {goOn === 0 ? t('emergency.releaseNone') : t('emergency.releaseAll', { n: goOn })}
        </Button>
      </div>
    </Modal>
  );
};
