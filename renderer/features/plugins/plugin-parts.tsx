import type { PluginView } from '#contract/ui/host-views.ts';
import { hasText, t } from '../../locales/translate.ts';

const words = (prefix: 'permission' | 'kind', code: string): string => {
  const key = `${prefix}.${code}`;
  return hasText(key) ? t(key) : code;
};

export const kindText = (kind: string): string => words('kind', kind);

/** What a plugin adds and what it may do, in words. */
export const PluginParts = ({ plugin }: { plugin: PluginView }) => (
  <div className="py-plugin__columns">
    <section>
      <h3>{t('plugins.adds')}</h3>
      <ul>
        {plugin.contributes.map((part) => (
          <li key={`${part.kind} ${part.id}`}>
            <span translate="no">{part.title}</span> <span className="py-chip">{kindText(part.kind)}</span>
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
);
