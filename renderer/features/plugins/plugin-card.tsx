import { Button, Switch } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useCallback, useId, useState } from 'react';
import type { PluginView } from '#contract/ui/host-views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Problem } from '../../ui/problem.tsx';
import { FailedPlugin } from './failed-plugin.tsx';
import { readDraft } from './kept-draft.ts';
import { kindText, PluginParts } from './plugin-parts.tsx';
import { fieldsOf } from './schema-fields.ts';
import { SettingsForm } from './settings-form.tsx';

/** One plugin: what it is for and whether it runs; what it adds and may do, and its settings, when asked for. */
export const PluginCard = ({ plugin }: { plugin: PluginView }) => {
  const { client, resources } = useHost();
  const formId = useId();
  const partsId = useId();
  const [isWhole, setWhole] = useState(false);
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
      <div className="py-plugin__settings">
        {fields.length > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconAdjustments size={15} />}
            aria-expanded={isOpen}
            aria-controls={isOpen ? formId : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            {t(isOpen ? 'plugins.hideSettings' : 'plugins.settings')}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-expanded={isWhole}
          aria-controls={isWhole ? partsId : undefined}
          aria-label={t('plugins.detailsOf', { what: t(isWhole ? 'plugins.hideDetails' : 'plugins.details'), name: plugin.title })}
          onClick={() => setWhole(!isWhole)}
        >
          {t(isWhole ? 'plugins.hideDetails' : 'plugins.details')}
        </Button>
        <span className="py-plugin__chips" translate="no">
          {[...new Set(plugin.contributes.map(({ kind }) => kindText(kind)))].map((kind) => (
            <span key={kind} className="py-chip">
              {kind}
            </span>
          ))}
        </span>
      </div>
      {isWhole && (
        <div id={partsId}>
          <PluginParts plugin={plugin} />
        </div>
      )}
      {isOpen && fields.length > 0 && (
        <div id={formId}>
          <SettingsForm plugin={plugin} />
        </div>
      )}
    </article>
  );
};
