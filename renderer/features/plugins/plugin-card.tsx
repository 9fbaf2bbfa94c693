import { Button, Switch } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useCallback, useId, useState } from 'react';
import type { PluginView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Problem } from '../../ui/problem.tsx';
import { FailedPlugin } from './failed-plugin.tsx';
import { readDraft } from './kept-draft.ts';
import { PluginParts } from './plugin-parts.tsx';
import { fieldsOf } from './schema-fields.ts';
import { SettingsForm } from './settings-form.tsx';

/** One plugin: what it adds, what it may do, whether it runs, and its settings. */
export const PluginCard = ({ plugin }: { plugin: PluginView }) => {
  const { client, resources } = useHost();
  const formId = useId();
  const fields = fieldsOf(plugin.settingsSchema);
  // What was typed before a reload is in sight again.
  const [isOpen, setOpen] = useState(() => readDraft(plugin.id, fields) !== null);
  const toggle = useAction(
    useCallback(
      async (enabled: boolean) => {
        const next = await client.plugins.setEnabled({ id: plugin.id, enabled });
        resources.plugins.set((all) => (all ?? []).map((other) => (other.id === next.id ? next : other)));
      },
      [client, resources, plugin.id],
    ),
  );
  return (
    <article className="py-card py-plugin" aria-label={plugin.title}>
      <header className="py-plugin__head">
        <div>
          <h2 translate="no">
            {plugin.title} <small>{plugin.version}</small>
          </h2>
          <p className="py-break" translate="no">
            {plugin.description}
          </p>
        </div>
        <Switch
          aria-label={t('plugins.enable', { name: plugin.title })}
          checked={plugin.enabled}
          disabled={toggle.busy}
          onChange={(event) => void toggle.run(event.currentTarget.checked)}
        />
      </header>
      {plugin.state === 'failed' && (
        <FailedPlugin plugin={plugin} busy={toggle.busy} onTry={() => void toggle.run(true)} onTurnOff={() => void toggle.run(false)} />
      )}
      {plugin.state === 'activating' && <p className="py-dim">{t('plugins.activating')}</p>}
      {toggle.error && <Problem what={t('plugins.toggleFailed')} why={toggle.error} />}
      <PluginParts plugin={plugin} />
      {fields.length > 0 && (
        <div className="py-plugin__settings">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconAdjustments size={15} />}
            aria-expanded={isOpen}
            aria-controls={isOpen ? formId : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            {t(isOpen ? 'plugins.hideSettings' : 'plugins.settings')}
          </Button>
          {isOpen && (
            <div id={formId}>
              <SettingsForm plugin={plugin} />
            </div>
          )}
        </div>
      )}
    </article>
  );
};
