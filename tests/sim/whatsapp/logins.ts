import type { Account, Accounts, Companion } from './accounts.ts';
import { lidJid } from './accounts.ts';
import type { AppReceipts } from './app-receipts.ts';
import type { Changes } from './changes.ts';
import type { Faults } from './faults.ts';
import { firstMessages } from './first-sync.ts';
import type { AppTraffic } from './from-apps.ts';
import type { PhoneSender } from './from-phones.ts';
import type { GroupChanges } from './group-changes.ts';
import type { Groups } from './groups.ts';
import { answerIq } from './iqs.ts';
import { childOf, type Node, node } from './nodes.ts';
import { beginCodePairing, finishCodePairing, offerPairing, seconds } from './pairing.ts';
import type { Presence } from './presence.ts';
import type { Queues } from './queues.ts';
import type { Session, SessionHooks } from './session.ts';

export type StreamError = 515 | 440 | 401 | 503;
export interface LoginPorts {
  readonly accounts: Accounts;
  readonly changes: Changes;
  readonly faults: Faults;
  readonly groups: Groups;
  readonly groupChanges: GroupChanges;
  readonly queues: Queues;
  readonly phones: PhoneSender;
  readonly apps: AppTraffic;
  readonly receipts: AppReceipts;
  readonly presence: Presence;
  readonly mediaHost: () => string;
  readonly failed: (what: string, error: unknown) => void;
}

/** Who is connected: new clients are shown codes, known devices are let in, and every stanza finds its way. */
export const createLogins = (ports: LoginPorts) => {
  const { accounts, faults, queues, apps } = ports;
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

  const questions: (() => void)[] = [];
  const answer = (session: Session, iq: Node): void => {
    if (faults.holdsQuestions && iq.attrs.xmlns === 'usync') {
      questions.push(() => answer(session, iq));
      return ports.changes.tell();
    }
    if (iq.attrs.xmlns === 'md') return void answerMd(session, iq).catch((error: unknown) => ports.failed('pairing', error));
    const content = answerIq(session, iq, ports);
    const type = content[0]?.tag === 'error' ? 'error' : 'result';
    session.send(node('iq', { from: iq.attrs.to ?? 's.whatsapp.net', type, id: iq.attrs.id }, content));
    if (iq.attrs.xmlns === 'passive' && childOf(iq, 'active')) announceOffline(session);
  };

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
    const waiting = [...(session.companion?.queue.values() ?? [])];
    const count = (tag: string): string => String(waiting.filter((stanza) => stanza.tag === tag).length);
    const attrs = {
      count: String(waiting.length),
      message: count('message'),
      receipt: count('receipt'),
      notification: count('notification'),
    };
    session.send(node('ib', { from: 's.whatsapp.net' }, [node('offline_preview', attrs)]));
  };

  const flushThenSync = async (session: Session): Promise<void> => {
    queues.flush(session);
    ports.changes.tell();
    const { account, companion } = session;
    if (!account || !companion || companion.loggedInBefore) return;
    companion.loggedInBefore = true;
    if (faults.withoutHistory) return;
    for (const content of firstMessages(account)) await ports.phones.tellOwnDevice(account, companion, content);
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
        return void inOrder(session, () => apps.message(session, stanza)).catch(fail);
      case 'receipt':
        return void inOrder(session, () => ports.receipts.receipt(session, stanza)).catch(fail);
      case 'chatstate':
        return session.account ? ports.presence.fromApp(session.account, stanza) : undefined;
      case 'presence':
        if (stanza.attrs.type === 'available' || stanza.attrs.type === 'unavailable') session.isThere = stanza.attrs.type === 'available';
        return;
      case 'ack':
        if (session.companion) queues.settle(session.companion, { tag: stanza.attrs.class ?? 'message', attrs: stanza.attrs });
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

  const ofPerson = (whose: Account | undefined): Session[] => [...sessions].filter((s) => whose === undefined || s.account === whose);

  const hooks: Pick<SessionHooks, 'opened' | 'received' | 'closed'> = {
    opened(session) {
      total += 1;
      ports.changes.tell();
      sessions.add(session);
      if (session.payload.devicePairingData) offerPairing(session);
      else enter(session);
    },
    received,
    closed(session) {
      sessions.delete(session);
      ports.changes.tell();
    },
  };
  return {
    hooks,
    sessionOf: (companion: Companion): Session | null => [...sessions].find((s) => s.companion === companion) ?? null,
    /** Clients that show this code, or wait for one to be typed for this number. */
    withRef: (ref: string): Session | undefined => [...sessions].find((s) => s.pairing?.refs.includes(ref)),
    withCodeFor: (pn: string): Session | undefined => [...sessions].find((s) => s.pairing?.code?.phone === pn),
    counts: () => ({ now: sessions.size, ready: [...sessions].filter((s) => s.isReady).length, mostOfOneDevice, total }),
    /** How many apps of this person are connected now. */
    connected: (account: Account): number => [...sessions].filter((s) => s.account === account && s.isReady).length,
    questions: (): number => questions.length,
    answerQuestions(): void {
      faults.holdsQuestions = false;
      for (const give of questions.splice(0)) give();
    },
    /** Cuts the lines of everybody, or of one person. */
    drop(whose?: Account): void {
      for (const session of ofPerson(whose)) session.drop();
    },
    /** Ends the connections of everybody, or of one person, with an error of the stream. */
    end(code: StreamError, whose?: Account): void {
      const error = {
        515: restart,
        440: node('stream:error', {}, [node('conflict', { type: 'replaced' })]),
        401: loggedOut,
        503: node('stream:error', { code: '503' }),
      }[code];
      for (const session of ofPerson(whose)) {
        if (code === 401 && session.companion) session.companion.removed = true;
        endWith(session, error);
      }
    },
  };
};
export type Logins = ReturnType<typeof createLogins>;

const restart = node('stream:error', { code: '515' });
const loggedOut = node('stream:error', { code: '401' }, [node('conflict', { type: 'device_removed' })]);
