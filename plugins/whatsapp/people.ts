import type { WASocket } from '@whiskeysockets/baileys';
import { bare, isLid, isPhoneNumber } from './ids.ts';

/** One person or chat under every name the network has used for it. */
export interface Known {
  /** The LID where it is known: it stays when a number changes. */
  readonly key: string;
  readonly aliases: readonly string[];
}

/** The same person comes as LID now and as number later: one key for both, with the other as alias. */
export const resolve = async (sock: WASocket, jid: string, alt?: string | null): Promise<Known> => {
  const one = bare(jid);
  const other = alt ? bare(alt) : await otherForm(sock, one);
  if (other === null || other === one) return { key: one, aliases: [] };
  return isLid(one) ? { key: one, aliases: [other] } : { key: other, aliases: [one] };
};

const otherForm = async (sock: WASocket, jid: string): Promise<string | null> => {
  const { lidMapping } = sock.signalRepository;
  const found = isLid(jid) ? await lidMapping.getPNForLID(jid) : isPhoneNumber(jid) ? await lidMapping.getLIDForPN(jid) : null;
  return found ? bare(found) : null;
};

/** The linked account. */
export const selfOf = (sock: WASocket): { keys: string[]; name: string; number: string } => {
  const { me } = sock.authState.creds;
  const keys = [me?.lid, me?.id].flatMap((jid) => (jid ? [bare(jid)] : []));
  const number = me?.id ? `+${me.id.split(':')[0]?.split('@')[0] ?? ''}` : '';
  return { keys, name: me?.name ?? '', number };
};
