import type { ChatView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';

/** What a chat is called; one in which nothing was said yet has no name of its own. */
export const chatName = ({ name }: Pick<ChatView, 'name'>): string => name || t('chats.untitled');
