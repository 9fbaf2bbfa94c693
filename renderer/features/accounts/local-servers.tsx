import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { failureText } from '../../rpc/failure.ts';
import { useHost } from '../../rpc/host.ts';

interface Server {
  readonly name: string;
  readonly baseUrl: string;
  readonly models: readonly string[];
}

/** Model servers that run on this computer, offered for the form; nothing when there are none. */
export const LocalServers = ({ onUse }: { onUse: (server: Server) => void }) => {
  const { client } = useHost();
  const [servers, setServers] = useState<readonly Server[]>([]);
  useEffect(() => {
    let isCurrent = true;
    client.accounts.detect().then(
      (found) => isCurrent && setServers(found),
      // An offer only: without it the form is complete all the same.
      (error: unknown) => console.warn('Local model servers could not be looked for:', failureText(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [client]);
  return servers.map((server) => (
    <div key={server.baseUrl} className="py-local">
      <span className="py-break">{t('accounts.local', { name: server.name, models: server.models.slice(0, 3).join(', ') })}</span>
      <Button size="compact-sm" variant="default" onClick={() => onUse(server)}>
        {t('accounts.useLocal')}
      </Button>
    </div>
  ));
};
