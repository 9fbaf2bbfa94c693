import { Button, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { LinkView } from '#contract/ui/domains/links.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Problem } from '../../ui/problem.tsx';
import { countdown } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';
import { QrPicture } from './qr-picture.tsx';

/** The code to scan, how long it holds, and the other way: a code to type on the phone. */
export const Pairing = ({ link }: { link: LinkView }) => {
  const { client } = useHost();
  const now = useNow(1_000);
  const cancel = useAction(useCallback(() => client.links.cancelPairing({ id: link.id }), [client, link.id]));
  if (link.state === 'syncing')
    return (
      <p className="py-link__wait" role="status">
        {t('links.syncing')}
      </p>
    );
  return (
    <div className="py-pairing">
      <div className="py-pairing__code">
        {link.qr === null ? (
          <div className="py-qr py-qr--empty" role="status">
            {t('links.fetchingCode')}
          </div>
        ) : (
          <QrPicture content={link.qr} />
        )}
        {link.qrUntil !== null && <p className="py-dim">{t('links.newCodeIn', { time: countdown(link.qrUntil - now) })}</p>}
      </div>
      <div className="py-pairing__how">
        <ol>
          <li>{t('links.step1')}</li>
          <li>{t('links.step2')}</li>
          <li>{t('links.step3')}</li>
        </ol>
        <TypedCode link={link} />
        <div>
          <Button variant="default" size="xs" loading={cancel.busy} onClick={() => void cancel.run()}>
            {t('links.cancelPairing')}
          </Button>
        </div>
        {cancel.error && <Problem what={t('links.cancelFailed')} why={cancel.error} />}
      </div>
    </div>
  );
};

/** For a phone that cannot scan: the number is told, WhatsApp asks there for the code that is shown here. */
const TypedCode = ({ link }: { link: LinkView }) => {
  const { client } = useHost();
  const [phone, setPhone] = useState('');
  const ask = useAction(useCallback(() => client.links.pair({ id: link.id, phone }), [client, link.id, phone]));
  if (link.pairingCode !== null)
    return (
      <div className="py-pairing__typed">
        <strong className="py-pairing__digits" translate="no">
          {link.pairingCode}
        </strong>
        <p className="py-dim">{t('links.typeIt')}</p>
      </div>
    );
  return (
    <details className="py-pairing__typed">
      <summary>{t('links.noCamera')}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void ask.run();
        }}
      >
        <TextInput
          label={t('links.phoneNumber')}
          description={t('links.phoneNumberHint')}
          type="tel"
          autoComplete="tel"
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
          error={ask.error}
        />
        <Button type="submit" size="xs" variant="default" loading={ask.busy} disabled={phone.replaceAll(/\D/g, '').length < 6}>
          {t('links.getCode')}
        </Button>
      </form>
    </details>
  );
};
