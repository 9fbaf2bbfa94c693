import { Button } from '@mantine/core';
import type { PluginView } from '#contract/ui/host-views.ts';
import { t } from '../../locales/translate.ts';
import { Problem } from '../../ui/problem.tsx';
import { reasonParts } from '../../ui/reason-text.ts';

export interface FailedPluginProps {
  readonly plugin: PluginView;
  readonly busy: boolean;
  readonly onTry: () => void;
  readonly onTurnOff: () => void;
}

/** Why a plugin does not run, and the two ways on. A folder without a readable plugin.json can be neither tried nor turned off. */
export const FailedPlugin = ({ plugin, busy, onTry, onTurnOff }: FailedPluginProps) => {
  const { what, why, next } = reasonParts(plugin.reason);
  return (
    <div translate={plugin.reason ? 'no' : undefined}>
      <Problem what={what ?? t('plugins.failed')} why={why} next={next ?? t('plugins.failedNext')}>
        {plugin.version !== '' && (
          <>
            <Button size="xs" variant="default" translate="yes" loading={busy} onClick={onTry}>
              {t('action.tryAgain')}
            </Button>
            <Button size="xs" variant="subtle" color="gray" translate="yes" disabled={busy} onClick={onTurnOff}>
              {t('plugins.turnOff')}
            </Button>
          </>
        )}
      </Problem>
    </div>
  );
};
