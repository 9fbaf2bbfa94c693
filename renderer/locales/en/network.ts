import type { LocaleText } from '../translate.ts';

/** The network of a workspace's sandbox. */
export const network = {
  'network.title': 'Network',
  'network.off': 'Off',
  'network.off.what': 'Commands reach nothing outside. Web tools of the assistant are not affected.',
  'network.allow-list': 'Only listed',
  'network.allow-list.what': 'Commands reach the hosts below and nothing else, through Pynchy alone.',
  'network.open': 'Open',
  'network.open.what': 'Commands reach every public address through Pynchy alone, never this computer or your home network.',
  'network.hosts': 'Allowed hosts',
  'network.add': 'Allow one more host',
  'network.allow': 'Allow',
  'network.allowHost': 'Allow {host}',
  'network.remove': 'Forget {host}',
  'network.recent': 'Tried lately',
  'network.connected': 'connected',
} as const satisfies Readonly<Record<string, LocaleText>>;
