import { randomBytes } from 'node:crypto';

const form = /\{\{ticket:([A-Za-z0-9_-]{32})\}\}/g;

/** Stands in a header of a request until the request is about to leave for a host for which it was made. */
export interface SecretTicket {
  readonly text: string;
  /** From then on it is worth nothing. */
  end(): void;
}

/** Values on their way to a host: whoever carries a ticket, a plugin for example, does not learn what it stands for. */
export const createSecretTickets = () => {
  const open = new Map<string, { value: string; hosts: readonly string[] }>();
  return {
    issue(value: string, hosts: readonly string[]): SecretTicket {
      const id = randomBytes(24).toString('base64url');
      open.set(id, { value, hosts });
      return { text: `{{ticket:${id}}}`, end: () => void open.delete(id) };
    },
    /** A header as it leaves for `url`; null when a ticket in it is not for that host, is over, or would go unencrypted. */
    redeem(header: string, url: URL): string | null {
      let isWhole = true;
      const filled = header.replaceAll(form, (_, id: string) => {
        const ticket = open.get(id);
        if (ticket && url.protocol === 'https:' && ticket.hosts.includes(url.hostname)) return ticket.value;
        isWhole = false;
        return '';
      });
      return isWhole ? filled : null;
    },
  };
};
export type SecretTickets = ReturnType<typeof createSecretTickets>;
