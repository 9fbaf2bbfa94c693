import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { NotLoaded } from '../../ui/not-loaded.tsx';
import { PluginCard } from './plugin-card.tsx';
import './plugins.css';

/** What Pynchy can do and what each part may do. */
export const PluginsPage = () => {
  const { resources } = useHost();
  const plugins = useResource(resources.plugins);
  return (
    <div className="py-scroll">
      <div className="py-page py-plugins">
        <header>
          <h1>{t('plugins.title')}</h1>
          <p className="py-dim">{t('plugins.intro')}</p>
        </header>
        {plugins.error && <NotLoaded what={t('plugins.loadFailed')} why={plugins.error} onAgain={resources.plugins.refresh} />}
        {plugins.value === null && !plugins.error && <p className="py-dim">{t('plugins.loading')}</p>}
        {plugins.value?.length === 0 && <p className="py-dim">{t('plugins.none')}</p>}
        {plugins.value?.map((plugin) => (
          <PluginCard key={plugin.id} plugin={plugin} />
        ))}
      </div>
    </div>
  );
};
