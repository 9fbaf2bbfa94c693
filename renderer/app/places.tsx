import {
  IconActivity,
  IconChecklist,
  IconDeviceMobile,
  IconLayoutGrid,
  IconPlugConnected,
  IconSettings,
  IconUserCog,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { HealthIcon } from '../features/health/health-icon.tsx';
import type { TextKey } from '../locales/translate.ts';
import type { Screen } from './route.ts';

/** The screens that the sidebar and the command palette offer, in their order. */
export const places: readonly { readonly screen: Screen; readonly label: TextKey; readonly icon: ReactNode }[] = [
  { screen: 'approvals', label: 'side.approvals', icon: <IconChecklist size={18} aria-hidden /> },
  { screen: 'activity', label: 'side.activity', icon: <IconActivity size={18} aria-hidden /> },
  { screen: 'workspaces', label: 'workspaces.title', icon: <IconLayoutGrid size={18} aria-hidden /> },
  { screen: 'accounts', label: 'side.accounts', icon: <IconUserCog size={18} aria-hidden /> },
  { screen: 'links', label: 'links.title', icon: <IconDeviceMobile size={18} aria-hidden /> },
  { screen: 'plugins', label: 'side.plugins', icon: <IconPlugConnected size={18} aria-hidden /> },
  { screen: 'health', label: 'side.health', icon: <HealthIcon /> },
  { screen: 'settings', label: 'settings.title', icon: <IconSettings size={18} aria-hidden /> },
];
