import { Switch } from '@mantine/core';
import { useCallback } from 'react';
import type { PluginView } from '#contract/ui/views.ts';
import { hasText, t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Problem } from '../../ui/problem.tsx';
import { reasonParts } from '../../ui/reason-text.ts';

const words = (prefix: 'permission' | 'kind', code: string): string => {
  const key = `${prefix}.${code}`;
  return hasText(key) ? t(key) : code;
};

/** One plugin: what it adds, what it may do, whether it runs. */
export const PluginCard = ({ plugin }: { plugin: PluginView }) => {
  const { client, resources } = useHost();
  const toggle = useAction(
    useCallback(
      async (enabled: boolean) => {
        const next = await client.plugins.setEnabled({ id: plugin.id, enabled });
        resources.plugins.set((all) => (all ?? []).map((other) => (other.id === next.id ? next : other)));
      },
      [client, resources, plugin.id],
    ),
  );
  const reason = reasonParts(plugin.reason);
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
        <Problem what={reason.what ?? t('plugins.failed')} why={reason.why} next={reason.next ?? t('plugins.failedNext')} />
      )}
      {plugin.state === 'activating' && <p className="py-dim">{t('plugins.activating')}</p>}
      {toggle.error && <Problem what={t('plugins.toggleFailed')} why={toggle.error} />}
      <div className="py-plugin__columns">
        <section>
          <h3>{t('plugins.adds')}</h3>
          <ul>
            {plugin.contributes.map((part) => (
              <li key={`${part.kind} ${part.id}`}>
                <span translate="no">{part.title}</span> <span className="py-dim">{words('kind', part.kind)}</span>
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h3>{t('plugins.may')}</h3>
          {plugin.permissions.length === 0 ? (
            <p className="py-dim">{t('plugins.mayNothing')}</p>
          ) : (
            <ul>
              {plugin.permissions.map((permission) => (
                <li key={permission.kind}>
                  {words('permission', permission.kind)}
                  <span className="py-dim py-break" translate="no">
                    {permission.why}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </article>
  );
};
