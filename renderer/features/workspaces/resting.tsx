import { Button } from '@mantine/core';
import { useCallback } from 'react';
import type { Color } from '#contract/model/colors.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { ColorDot } from '../../ui/color-dot.tsx';
import { Outcome } from '../../ui/outcome.tsx';
import { dayName } from '../../ui/time.ts';

const staleBy = ['workspace'] as const;

interface RestingRowProps {
  readonly name: string;
  readonly color: Color;
  readonly detail: string;
  readonly button: string;
  readonly bringBack: () => Promise<unknown>;
}

const RestingRow = ({ name, color, detail, button, bringBack }: RestingRowProps) => {
  const action = useAction(bringBack);
  return (
    <li className="py-ws__resting">
      <ColorDot color={color} />
      <span className="py-ws__rowtext">
        <span className="py-break" dir="auto" translate="no">
          {name}
        </span>
        <span className="py-dim">{detail}</span>
        {action.error && <Outcome result={{ ok: false, text: action.error }} />}
      </span>
      <Button size="xs" variant="default" loading={action.busy} aria-label={`${button}: ${name}`} onClick={() => void action.run()}>
        {button}
      </Button>
    </li>
  );
};

/** Archived workspaces and the trash, each with its way back; nothing when both are empty. */
export const Resting = () => {
  const { client, resources } = useHost();
  const { value, refresh } = useFresh(
    useCallback(() => client.workspaces.resting(), [client]),
    staleBy,
  );
  if (!value || value.archived.length + value.trash.length === 0) return null;
  const after = (work: Promise<unknown>): Promise<void> =>
    work.then(() => {
      refresh();
      resources.workspaces.refresh();
      resources.chats.refresh();
    });
  const now = Date.now();
  return (
    <>
      {value.archived.length > 0 && (
        <section aria-label={t('workspaces.archived')}>
          <h2 className="py-ws__subhead">{t('workspaces.archived')}</h2>
          <ul className="py-ws__list">
            {value.archived.map(({ id, name, color, archivedAt }) => (
              <RestingRow
                key={id}
                name={name}
                color={color}
                detail={t('workspaces.archivedSince', { day: dayName(archivedAt ?? now, now) })}
                button={t('workspaces.unarchive')}
                bringBack={() => after(client.workspaces.unarchive({ id }))}
              />
            ))}
          </ul>
        </section>
      )}
      {value.trash.length > 0 && (
        <section aria-label={t('workspaces.trash')}>
          <h2 className="py-ws__subhead">{t('workspaces.trash')}</h2>
          <ul className="py-ws__list">
            {value.trash.map(({ id, name, color, goneAt }) => (
              <RestingRow
                key={id}
                name={name}
                color={color}
                detail={t('workspaces.goneAt', { n: Math.max(1, Math.ceil((goneAt - now) / 86_400_000)) })}
                button={t('workspaces.restore')}
                bringBack={() => after(client.workspaces.restore({ id }))}
              />
            ))}
          </ul>
        </section>
      )}
    </>
  );
};
