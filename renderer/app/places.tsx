import { IconPlugConnected, IconUserCog } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { TextKey } from '../locales/translate.ts';
import type { Screen } from './route.ts';

/** The screens that the sidebar and the command palette offer, in their order. */
export const places: readonly { readonly screen: Screen; readonly label: TextKey; readonly icon: ReactNode }[] = [
  { screen: 'accounts', label: 'side.accounts', icon: <IconUserCog size={18} aria-hidden /> },
  { screen: 'plugins', label: 'side.plugins', icon: <IconPlugConnected size={18} aria-hidden /> },
];
