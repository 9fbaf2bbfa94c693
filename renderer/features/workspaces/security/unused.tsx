import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { ProfileView } from '#contract/ui/domains/profiles.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { Outcome } from '../../../ui/outcome.tsx';
import { useFocusBack } from '../../../ui/use-focus-back.ts';
import { Sure } from '../sandbox/sure.tsx';

/** A profile of the owner that no workspace has, and the way to be rid of it. */
export const UnusedProfile = ({ id }: Pick<ProfileView, 'id'>) => {
  const { client } = useHost();
  const [isAsking, setAsking] = useState(false);
  const opener = useFocusBack();
  const remove = useAction(useCallback(() => client.profiles.remove({ id }), [client, id]));
  return (
    <>
      {isAsking ? (
        <Sure
          title={t('security.removeSure', { name: id })}
          lines={[t('security.removeWhy')]}
          yes={t('security.remove')}
          busy={remove.busy}
          onYes={() => void remove.run()}
          onNo={() => {
            setAsking(false);
            opener.giveBack();
          }}
        />
      ) : (
        <div className="py-ws__inline">
          <span className="py-dim py-break">{t('security.unused', { name: id })}</span>
          <Button
            ref={opener.ref}
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={t('security.removeOf', { name: id })}
            onClick={() => setAsking(true)}
          >
            {t('security.remove')}
          </Button>
        </div>
      )}
      {remove.error && <Outcome result={{ ok: false, text: remove.error }} />}
    </>
  );
};
