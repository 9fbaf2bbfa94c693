import type { LinkView } from '#contract/ui/domains/links.ts';
import { withHost } from '../../main/cli/connection.ts';
import type { DemoHost } from './page/state.ts';

/** Follows what the app shows for a phone, through the host's own API: as if somebody looked at the window. */
export const followCodes = (home: string, changed: () => void) => {
  let links: readonly LinkView[] = [];
  const pairing = (): LinkView | undefined => links.find((link) => link.state === 'pairing' && (link.pairingCode ?? link.qr) !== null);

  return {
    /** Until that host is gone. */
    follow: (): Promise<void> =>
      withHost(home, async (client) => {
        for await (const list of await client.links.watch()) {
          links = list;
          changed();
        }
      })
        .catch(() => undefined)
        .finally(() => {
          links = [];
          changed();
        }),
    newLink: (): Promise<string> => withHost(home, async (client) => (await client.host.openLink()).url),
    shows(): DemoHost['shows'] {
      const link = pairing();
      return link === undefined ? null : link.pairingCode === null ? 'code' : 'typed-code';
    },
    /** The code in the window now; the one to type goes first, because a person has asked for it. */
    code(): { qr: string } | { typed: string } | null {
      const link = pairing();
      if (link?.pairingCode) return { typed: link.pairingCode };
      return link?.qr ? { qr: link.qr } : null;
    },
  };
};
export type ShownCodes = ReturnType<typeof followCodes>;
