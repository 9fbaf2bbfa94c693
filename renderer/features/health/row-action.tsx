import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useCallback } from 'react';
import type { HealthAction, HealthRow } from '#contract/model/health.ts';
import { type HealthFix, healthFixes } from '#contract/model/health-words.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';

export interface RowActionProps {
  readonly row: HealthRow;
  readonly action: HealthAction;
  readonly what: string;
  /** Opens the place where it can be changed. */
  readonly onOpen: (action: HealthAction) => void;
  readonly onFailed: (why: string | null) => void;
}

const isFix = (kind: HealthAction['kind']): kind is HealthFix => healthFixes.some((fix) => fix === kind);

/** The one button of a row: it changes the thing, or opens where it is changed. */
export const RowAction = ({ row, action, what, onOpen, onFailed }: RowActionProps) => {
  const { client, resources } = useHost();
  const clipboard = useClipboard({ timeout: 1_500 });
  const { kind, target } = action;
  const fix = useAction(
    useCallback(
      async (chosen: HealthFix) => {
        const rows = await client.health.fix({ kind: chosen, target });
        resources.health.set(() => rows);
      },
      [client, resources, target],
    ),
  );
  const act = async (): Promise<void> => {
    onFailed(null);
    if (isFix(kind)) {
      if (!(await fix.run(kind))) onFailed(t('health.fixFailed'));
    } else if (kind === 'copy-path') clipboard.copy(target);
    else onOpen(action);
  };
  const text = kind === 'copy-path' && clipboard.copied ? t('copy.done') : t(`health.do.${kind}`);
  return (
    <Button
      size="xs"
      variant={row.state === 'failing' ? 'filled' : row.state === 'attention' ? 'default' : 'subtle'}
      color={row.state === 'ok' ? 'gray' : undefined}
      loading={fix.busy}
      aria-label={t('health.doFor', { action: text, what })}
      title={fix.error ?? undefined}
      onClick={() => void act()}
    >
      {text}
    </Button>
  );
};
