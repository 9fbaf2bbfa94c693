import { Button, UnstyledButton } from '@mantine/core';
import { IconBackpack, IconBellRinging, IconFolders, IconMessageForward, IconReceipt } from '@tabler/icons-react';
import { useCallback } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Problem } from '../../ui/problem.tsx';
import { StepActions } from './step.tsx';

export interface SayStepProps {
  readonly onBack: () => void;
  readonly onLater: () => void;
  /** The first message is on its way in this chat, or the person wants to write there. */
  readonly onChat: (chatId: string) => void;
}

const forPractice = [
  { key: 'job.spend', Icon: IconReceipt },
  { key: 'job.tidy', Icon: IconFolders },
  { key: 'job.remind', Icon: IconBellRinging },
  { key: 'job.tell', Icon: IconMessageForward },
] as const;
const forModel = [
  { key: 'job.modelSpend', Icon: IconReceipt },
  { key: 'job.modelTidy', Icon: IconFolders },
  { key: 'job.modelTrip', Icon: IconBackpack },
  { key: 'job.modelRemind', Icon: IconBellRinging },
] as const;

/** Four real jobs, each one click: the message is sent, and its chat shown. */
export const SayStep = ({ onBack, onLater, onChat }: SayStepProps) => {
  const { client, resources } = useHost();
  const accounts = useResource(resources.accounts).value ?? [];
  const workspace = useResource(resources.workspaces).value?.find(({ isAdmin }) => isAdmin);
  const isPractice = accounts.some(({ id, noAi }) => noAi && id === workspace?.accounts[0]?.id);
  const name = workspace?.name;
  const open = useCallback(
    async () => (name === undefined ? null : await client.chats.open({ workspace: name, surface: 'desktop' })),
    [client, name],
  );
  const say = useAction(
    useCallback(
      async (text: string | null) => {
        const chat = await open();
        if (!chat) return;
        if (text !== null) await client.messages.send({ chatId: chat.id, text, clientId: crypto.randomUUID() });
        resources.chats.refresh();
        onChat(chat.id);
      },
      [client, resources, open, onChat],
    ),
  );
  return (
    <div className="py-welcome__form">
      <p className="py-dim">{t(isPractice ? 'welcome.sayPractice' : 'welcome.sayModel')}</p>
      <div className="py-jobs">
        {(isPractice ? forPractice : forModel).map(({ key, Icon }) => (
          <UnstyledButton key={key} className="py-job" disabled={say.busy} onClick={() => void say.run(t(key))}>
            <Icon size={20} aria-hidden />
            <span>{t(key)}</span>
          </UnstyledButton>
        ))}
      </div>
      {say.error && <Problem what={t('welcome.sendFailed')} why={say.error} />}
      <StepActions onBack={onBack} onLater={onLater}>
        <Button size="md" loading={say.busy} onClick={() => void say.run(null)}>
          {t('welcome.ownWords')}
        </Button>
      </StepActions>
    </div>
  );
};
