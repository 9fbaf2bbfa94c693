import { Popover } from '@mantine/core';
import type { ChatView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { ChatRights, useRightsLine } from './chat-rights.tsx';

/** Above the thread of somebody else's chat: who can start turns there, and the way to change it. */
export const RightsLine = ({ chat }: { chat: ChatView }) => {
  if (chat.shut)
    return <span className="py-rightsline py-rightsline--shut">{t(chat.shut === 'left' ? 'rights.lineLeft' : 'rights.lineClosed')}</span>;
  return <Open chat={chat} />;
};

const Open = ({ chat }: { chat: ChatView }) => {
  const line = useRightsLine(chat.id);
  if (line === null) return null;
  return (
    <Popover position="bottom-start" withArrow trapFocus returnFocus shadow="md">
      <Popover.Target>
        <button type="button" className="py-rightsline" title={t('rights.change')} aria-label={`${line}. ${t('rights.change')}`}>
          {line}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('rights.change')}>
        <div className="py-rightsbox">
          <ChatRights chatId={chat.id} isGroup={chat.kind === 'group'} defaultNames={`Pynchy, ${chat.workspace}`} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
};
