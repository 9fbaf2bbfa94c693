import { Button, Code } from '@mantine/core';
import { IconKey, IconPlugConnectedX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { pynchyCommand } from '#contract/text/pynchy-command.ts';
import { t } from '../../locales/translate.ts';
import { fetchCommand } from '../../rpc/session.ts';
import './connection.css';

const Page = ({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) => (
  <main className="py-door">
    <div className="py-door__mark" aria-hidden>
      {icon}
    </div>
    <h1>{title}</h1>
    {children}
  </main>
);

/** Shown when this browser may not come in: the link was used or too old, or it never had one. */
export const SignInPage = ({ code }: { code: string }) => {
  const [command, setCommand] = useState(pynchyCommand);
  useEffect(() => {
    // Another program may have this address by now; then the usual name stays.
    void fetchCommand().then((found) => found && setCommand(found));
  }, []);
  return (
    <Page
      icon={<IconKey size={26} />}
      title={code === 'link-expired' ? t('door.expired') : code === 'link-used' ? t('door.used') : t('door.none')}
    >
      <p>{code === 'link-expired' || code === 'link-used' ? t('door.newLink') : t('door.openLink')}</p>
      <Code block translate="no">
        {`${command} open`}
      </Code>
    </Page>
  );
};

/** Shown when the link could not even be tried. */
export const UnreachablePage = ({ onTryAgain, busy }: { onTryAgain: () => void; busy: boolean }) => (
  <Page icon={<IconPlugConnectedX size={26} />} title={t('door.unreachable')}>
    <p>{t('door.unreachableNext')}</p>
    <Button onClick={onTryAgain} loading={busy}>
      {t('action.tryAgain')}
    </Button>
  </Page>
);
