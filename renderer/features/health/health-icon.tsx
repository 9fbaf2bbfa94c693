import { IconHeartbeat } from '@tabler/icons-react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import './health.css';

/** The sign of the place, with a dot while something does not work. */
export const HealthIcon = () => {
  const { resources } = useHost();
  const isBad = useResource(resources.health).value?.some(({ state }) => state === 'failing') ?? false;
  return (
    <i className="py-health__sign">
      <IconHeartbeat size={18} aria-hidden />
      {isBad && <i className="py-health__dot" role="img" aria-label={t('health.someFails')} />}
    </i>
  );
};
