import type { Accounts, Companion } from './accounts.ts';
import { lidJid } from './accounts.ts';
import type { Faults } from './faults.ts';
import { firstMessages } from './first-sync.ts';
import { answerIq } from './iqs.ts';
import { childOf, childrenOf, type Node, node } from './nodes.ts';
import { beginCodePairing, finishCodePairing, offerPairing, seconds } from './pairing.ts';
import type { Session, SessionHooks } from './session.ts';
import type { Traffic } from './traffic.ts';

export interface LoginPorts {
  readonly accounts: Accounts;
  readonly faults: Faults;
  readonly traffic: Traffic;
  readonly mediaHost: () => string;
  readonly failed: (what: string, error: unknown) => void;
}

/** Who is connected: new clients are shown codes, known devices are let in, and every stanza finds its way. */
export const createLogins = (ports: LoginPorts) => {
  const { accounts, faults, traffic } = ports;
  const sessions = new Set<Session>();
  let mostOfOneDevice = 0;
  let total = 0;

  const enter = (session: Session): void => {
    const { username, device } = session.payload;
    const account = accounts.find(String(username));
    const companion = account?.companions.get(Number(device));
    if (faults.refuseLogin !== null) return refuse(session, faults.refuseLogin);
    if (!account || !companion || companion.removed || !companion.noiseKey.equals(session.clientStatic)) return refuse(session, 401);
    const others = [...sessions].filter((s) => s !== session && s.companion === companion);
    session.account = account;
    session.companion = companion;
    mostOfOneDevice = Math.max(mostOfOneDevice, 1 + others.length);
    // The newest connection of a device wins.
    for (const other of others) endWith(other, node('stream:error', {}, [node('conflict', { type: 'replaced' })]));
    session.send(node('success', { t: seconds(), lid: lidJid(account, companion.device), location: 'sim' }));
  };
  const refuse = (session: Session, reason: number): void => {
    session.send(node('failure', { reason: String(reason), location: 'sim' }));
    session.close();
  };
  const endWith = (session: Session, error: Node): void => {
    sessions.delete(session);
    session.send(error);
    session.close();
  };

  const answer = (session: Session, iq: Node): void => {
    if (iq.attrs.xmlns === 'md') return void answerMd(session, iq).catch((error: unknown) => ports.failed('pairing', error));
    session.send(node('iq', { from: iq.attrs.to ?? 's.whatsapp.net', type: 'result', id: iq.attrs.id }, answerIq(session, iq, iqPorts)));
    if (iq.attrs.xmlns === 'passive' && childOf(iq, 'active')) announceOffline(session);
  };
  const iqPorts = { accounts, groupInfo: () => null, groupsOf: () => [], mediaHost: ports.mediaHost };

  const answerMd = async (session: Session, iq: Node): Promise<void> => {
    const asked = childOf(iq, 'link_code_companion_reg');
    const result = (content: Node[]): void =>
      session.send(node('iq', { from: 's.whatsapp.net', type: 'result', id: iq.attrs.id }, content));
    if (childOf(iq, 'remove-companion-device')) {
      if (session.companion) session.companion.removed = true;
      result([]);
      return endWith(session, loggedOut);
    }
    if (asked?.attrs.stage === 'companion_hello') return result([beginCodePairing(session, iq)]);
    result([]);
    if (asked?.attrs.stage === 'companion_finish') await finishCodePairing(session, iq);
  };

  const announceOffline = (session: Session): void => {
    const count = String(session.companion?.queue.size ?? 0);
    session.send(
      node('ib', { from: 's.whatsapp.net' }, [node('offline_preview', { count, message: count, receipt: '0', notification: '0' })]),
    );
  };

  const flushThenSync = async (session: Session): Promise<void> => {
    traffic.flush(session);
    const { account, companion } = session;
    if (!account || !companion || companion.loggedInBefore) return;
    companion.loggedInBefore = true;
    if (faults.withoutHistory) return;
    for (const content of firstMessages(account)) await traffic.tellOwnDevice(account, companion, content);
  };

  const received = (session: Session, stanza: Node): void => {
    const fail = (error: unknown): void => ports.failed(`<${stanza.tag}>`, error);
    switch (stanza.tag) {
      case 'iq':
        if (stanza.attrs.type === 'result') return afterResult(session, stanza);
        return answer(session, stanza);
      case 'ib':
        if (childOf(stanza, 'offline_batch')) void flushThenSync(session).catch(fail);
        return;
      case 'message':
        return void inOrder(session, () => traffic.fromApp(session, stanza)).catch(fail);
      case 'receipt':
        return void inOrder(session, () => traffic.receiptFromApp(session, stanza)).catch(fail);
      case 'chatstate':
        return void accounts
          .find(stanza.attrs.to ?? '')
          ?.typing.push({ from: session.account?.name ?? '', state: childrenOf(stanza)[0]?.tag ?? '' });
      case 'ack':
        if (session.companion) traffic.settle(session.companion, stanza.attrs.id ?? '');
        return;
      default:
        return;
    }
  };
  const lines = new WeakMap<Session, Promise<void>>();
  const inOrder = (session: Session, work: () => Promise<void>): Promise<void> => {
    const next = (lines.get(session) ?? Promise.resolve()).then(work);
    lines.set(
      session,
      next.catch(() => undefined),
    );
    return next;
  };
  // The client has signed its new identity: it is to come again as a device.
  const afterResult = (session: Session, stanza: Node): void => {
    if (childOf(stanza, 'pair-device-sign')) endWith(session, restart);
  };

  const hooks: Pick<SessionHooks, 'opened' | 'received' | 'closed'> = {
    opened(session) {
      total += 1;
      sessions.add(session);
      if (session.payload.devicePairingData) offerPairing(session);
      else enter(session);
    },
    received,
    closed: (session) => void sessions.delete(session),
  };
  return {
    hooks,
    sessionOf: (companion: Companion): Session | null => [...sessions].find((s) => s.companion === companion) ?? null,
    /** Clients that show this code, or wait for one to be typed for this number. */
    withRef: (ref: string): Session | undefined => [...sessions].find((s) => s.pairing?.refs.includes(ref)),
    withCodeFor: (pn: string): Session | undefined => [...sessions].find((s) => s.pairing?.code?.phone === pn),
    counts: () => ({ now: sessions.size, ready: [...sessions].filter((s) => s.isReady).length, mostOfOneDevice, total }),
    dropAll(): void {
      for (const session of sessions) session.drop();
    },
    endAll(code: 515 | 440 | 401 | 503): void {
      const error = {
        515: restart,
        440: node('stream:error', {}, [node('conflict', { type: 'replaced' })]),
        401: loggedOut,
        503: node('stream:error', { code: '503' }),
      }[code];
      for (const session of sessions) {
        if (code === 401 && session.companion) session.companion.removed = true;
        endWith(session, error);
      }
    },
  };
};
export type Logins = ReturnType<typeof createLogins>;

const restart = node('stream:error', { code: '515' });
const loggedOut = node('stream:error', { code: '401' }, [node('conflict', { type: 'device_removed' })]);
