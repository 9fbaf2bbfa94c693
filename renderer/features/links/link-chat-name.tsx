import { IconUsersGroup } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { LinkChatView } from '#contract/ui/domains/links.ts';
import { t } from '../../locales/translate.ts';

/** What a chat of a linked number is called, and a word on it. */
export const LinkChatName = ({ chat, children }: { chat: LinkChatView; children: ReactNode }) => (
  <span className="py-linkchats__name">
    {chat.kind === 'group' && <IconUsersGroup size={15} role="img" aria-label={t('links.group')} />}
    <span translate="no" dir="auto">
      {chat.name || t('links.noName')}
    </span>
    <small className="py-dim">{children}</small>
  </span>
);
