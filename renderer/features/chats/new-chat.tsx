import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useCallback } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { ColorDot } from '../../ui/color-dot.tsx';

/** Begins a chat; asks for the workspace only when there are several. */
export const NewChat = ({ onOpen }: { onOpen: (chatId: string) => void }) => {
  const { client, resources } = useHost();
  const workspaces = useResource(resources.workspaces).value ?? [];
  const create = useAction(
    useCallback(
      async (workspaceId: string) => {
        const chat = await client.chats.create({ workspaceId });
        resources.chats.set((chats) => [chat, ...(chats ?? []).filter(({ id }) => id !== chat.id)]);
        onOpen(chat.id);
      },
      [client, resources, onOpen],
    ),
  );
  const only = workspaces.length === 1 ? workspaces[0] : undefined;
  const button = (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconPlus size={16} />}
      loading={create.busy}
      disabled={workspaces.length === 0}
      onClick={only && (() => void create.run(only.id))}
    >
      {t('chats.new')}
    </Button>
  );
  return (
    <>
      {only || workspaces.length === 0 ? (
        button
      ) : (
        <Menu width={200} withInitialFocusPlaceholder={false} position="bottom-end" transitionProps={{ duration: 0 }}>
          <Menu.Target>{button}</Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('chats.newIn')}</Menu.Label>
            {workspaces.map((workspace) => (
              <Menu.Item
                key={workspace.id}
                translate="no"
                leftSection={<ColorDot color={workspace.color} />}
                onClick={() => void create.run(workspace.id)}
              >
                {workspace.name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {create.error && (
        <p className="py-chats__error" role="alert">
          {create.error}
        </p>
      )}
    </>
  );
};
