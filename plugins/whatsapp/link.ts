import type { AuthenticationState } from '@whiskeysockets/baileys';
import { fail, ok, type Result } from '#plugin-api';
import type { AuthStore } from './auth-store.ts';
import type { LinkDeps, LinkStatus } from './link-ports.ts';
import { createProof } from './proof.ts';
import type { OpenSocket } from './socket.ts';
import { type Cause, pairingReasonOf, verdictOf } from './verdict.ts';

type Phase = 'resting' | 'pairing' | 'connecting' | 'syncing' | 'live' | 'waiting';

/**
 * The one owner of a connection's socket: at most one socket and one timer exist, ever. Every event of a socket that is not
 * the present one is ignored, and `live` is only what was heard a moment ago.
 */
export const createLink = (deps: LinkDeps) => {
  const { auth, timing, now, mono } = deps;
  const proof = createProof(deps);
  let phase: Phase = 'resting';
  let socket: OpenSocket | null = null;
  let fresh: Awaited<ReturnType<AuthStore['fresh']>> | null = null;
  let cancelTimer: (() => void) | null = null;
  let attempt = 0;
  let liveSince = 0;
  let toldAt = 0;
  let quickRestarts = 0;
  let stopped = false;
  let leaving: Promise<void> | null = null;
  let phone: string | null = null;
  let status: LinkStatus = {
    state: 'unlinked',
    reason: null,
    heardAt: null,
    nextTryAt: null,
    attempt: 0,
    qr: null,
    qrUntil: null,
    pairingCode: null,
  };

  const tell = (change: Partial<LinkStatus>): void => {
    status = { ...status, ...change };
    toldAt = mono();
    deps.changed(status);
  };
  const noCodes = { qr: null, qrUntil: null, pairingCode: null } as const;
  const arm = (ms: number, run: () => void): void => {
    cancelTimer?.();
    cancelTimer = deps.after(ms, () => {
      cancelTimer = null;
      if (!stopped) run();
    });
  };
  const drop = (): void => {
    cancelTimer?.();
    cancelTimer = null;
    const old = socket;
    socket = null;
    old?.kill();
  };

  /** The present socket says goodbye; until it is gone, no other one begins. */
  const leave = (): void => {
    const last = socket;
    socket = null;
    leaving = (async () => {
      try {
        await last?.leave();
      } catch (error) {
        deps.log('warn', 'the phone could not be told of the end of the link', { error: String(error) });
      } finally {
        leaving = null;
      }
    })();
  };

  /** Back to what is without a socket: never linked, or a link that has ended. */
  const rest = (reason?: string): void => {
    drop();
    phase = 'resting';
    fresh = null;
    const stored = auth.load();
    if (stored.kind === 'linked') return reason === undefined ? connect() : wait(reason, false);
    if (stored.kind === 'locked') return wait('vault-locked', false);
    const state = stored.ended === null ? 'unlinked' : 'logged-out';
    tell({ state, reason: reason ?? stored.ended, nextTryAt: null, attempt: 0, ...noCodes });
  };

  const wait = (reason: string, slowly: boolean): void => {
    drop();
    phase = 'waiting';
    const baseMs = slowly ? timing.refusedRetryMs : Math.min(timing.retryCapMs, timing.retryBaseMs * 2 ** attempt);
    const ms = Math.round(baseMs * (0.8 + 0.4 * deps.random()));
    attempt += 1;
    tell({ state: 'degraded', reason, nextTryAt: now() + ms, attempt, ...noCodes });
    arm(ms, rest);
  };

  /** The end of what waited may be told before the login is complete; live is both. */
  let isSynced = false;
  const begin = (state: AuthenticationState, to: 'pairing' | 'connecting'): void => {
    drop();
    phase = to;
    isSynced = false;
    // The events of the socket may come before `open` returns it, never after it was dropped.
    const mine: { socket: OpenSocket | null } = { socket: null };
    const ifMine =
      <T extends unknown[]>(run: (...args: T) => void) =>
      (...args: T): void => {
        if (!stopped && (mine.socket === null || mine.socket === socket)) run(...args);
      };
    mine.socket = deps.open(state, {
      qr: ifMine(showQr),
      paired: ifMine(() => tell({ state: 'syncing', reason: null, ...noCodes })),
      opened: ifMine(opened),
      synced: ifMine(() => {
        isSynced = true;
        goLive();
      }),
      heard: ifMine(heard),
      closed: ifMine(closed),
      credsChanged: ifMine(() => saveCreds(state)),
    });
    socket = mine.socket;
    arm(timing.connectMs, () => closed({ status: null, detail: 'link-no-answer' }));
  };
  const connect = (): void => {
    const stored = auth.load();
    if (stored.kind !== 'linked') return rest();
    if (status.state !== 'degraded') tell({ state: 'syncing', reason: null, nextTryAt: null, ...noCodes });
    else tell({ nextTryAt: null });
    begin(auth.stored(stored.creds), 'connecting');
  };

  const saveCreds = (state: AuthenticationState): void => {
    try {
      if (!fresh || fresh.isKept()) auth.saveCreds(state.creds);
      // Before the phone has agreed there is nothing worth keeping.
      else if (state.creds.account) keepFresh(fresh, state);
    } catch (error) {
      deps.log('warn', 'the keys of the link could not be stored', { error: String(error) });
      closed({ status: null, detail: 'link-lost' });
    }
  };
  const keepFresh = (made: NonNullable<typeof fresh>, state: AuthenticationState): void => {
    const { me } = state.creds;
    if (!auth.isExpectedSelf(me)) {
      leave();
      return rest('link-other-number');
    }
    made.keep();
    auth.rememberSelf(me);
  };

  const showQr = (qr: string): void => {
    if (phase !== 'pairing') return;
    const isFirst = status.qr === null;
    tell({ state: 'pairing', reason: null, qr, qrUntil: now() + (isFirst ? timing.firstQrMs : timing.nextQrMs) });
    if (!isFirst) return;
    arm(timing.pairingMs, () => rest('pairing-timed-out'));
    if (phone !== null) void askForCode(phone);
  };
  /** The code is shown, and now one to type is wanted, too. */
  const askAlso = (number: string): Result<void> => {
    phone = number;
    if (status.qr !== null) void askForCode(number);
    return ok(undefined);
  };
  const askForCode = async (number: string): Promise<void> => {
    const asked = socket;
    try {
      const code = await asked?.sock.requestPairingCode(number);
      if (asked === socket && code !== undefined && phase === 'pairing') tell({ pairingCode: `${code.slice(0, 4)}-${code.slice(4)}` });
    } catch (error) {
      deps.log('warn', 'no pairing code', { error: String(error) });
    }
  };

  const opened = (): void => {
    phase = 'syncing';
    quickRestarts = 0;
    deps.pairings.done();
    tell({ state: 'syncing', reason: null, nextTryAt: null, heardAt: now(), ...noCodes });
    arm(timing.syncMs, () => closed({ status: null, detail: 'link-no-answer' }));
    goLive();
  };
  const goLive = (): void => {
    if (phase !== 'syncing' || !isSynced || !socket) return;
    phase = 'live';
    liveSince = mono();
    proof.begin();
    tell({ state: 'live', reason: null, nextTryAt: null, heardAt: now() });
    watch();
    deps.live(socket);
  };
  const heard = (): void => {
    status = { ...status, heardAt: now() };
    proof.heard();
    if (phase === 'live' && mono() - toldAt >= timing.proofMs) tell({});
  };
  const watch = (): void => {
    const fault = proof.fault();
    if (fault !== null) return closed({ status: null, detail: fault });
    askIfThrough();
    arm(proof.nextMs(), watch);
  };
  const askIfThrough = (): void => {
    const asked = socket;
    if (proof.isAsked() || asked === null) return;
    proof.asked();
    const answered = (): void => {
      if (asked === socket) proof.answered();
    };
    asked.through().then(answered, answered);
  };

  const closed = (cause: Cause): void => {
    const was = phase;
    const verdict = verdictOf(cause);
    if (was === 'live' && mono() - liveSince >= timing.stableMs) attempt = 0;
    deps.log('info', 'connection ended', { was, ...cause, next: verdict.kind });
    drop();
    if (verdict.kind === 'again-now' && quickRestarts < 3) {
      quickRestarts += 1;
      fresh = null;
      return auth.load().kind === 'linked' ? connect() : rest('pairing-failed');
    }
    if (was === 'pairing') return rest(cause.status === 408 && status.qr !== null ? 'pairing-timed-out' : pairingReasonOf(cause));
    switch (verdict.kind) {
      case 'again-now':
        return wait('link-lost', false);
      case 'retry':
        return wait(verdict.reason, verdict.slowly);
      case 'stop':
        phase = 'resting';
        return tell({ state: verdict.state, reason: verdict.reason, nextTryAt: null, ...noCodes });
      case 'ended':
        phase = 'resting';
        tell({ state: 'logged-out', reason: verdict.reason, nextTryAt: null, ...noCodes });
        return void auth
          .wipe(verdict.reason)
          .catch((error: unknown) => deps.log('warn', 'dead keys could not be removed', { error: String(error) }));
    }
  };

  return {
    status: (): LinkStatus => status,
    /** Connects when it is linked; says what it is when not. */
    start: (): void => rest(),
    /** The present socket, when messages may be written to it. */
    writable: (): OpenSocket | null => (phase === 'live' || phase === 'syncing' ? socket : null),
    /** Shows codes for a phone to scan; with a number also one to type. */
    async pair(number: string | null): Promise<Result<void>> {
      await leaving;
      if (phase === 'pairing') return phone === number || number === null ? ok(undefined) : askAlso(number);
      if (auth.load().kind === 'linked' && status.state !== 'conflict') return fail('link-exists', 'it is linked already');
      const waitMs = deps.pairings.waitMs();
      if (waitMs > 0) return fail('pairing-cool-down', 'codes were shown too often', waitMs);
      phone = number;
      attempt = 0;
      const made = await auth.fresh();
      if (phase !== 'resting' && phase !== 'waiting') return fail('busy', 'something else began meanwhile', 1_000);
      fresh = made;
      deps.pairings.began();
      tell({ state: 'pairing', reason: null, nextTryAt: null, ...noCodes });
      begin(fresh.state, 'pairing');
      return ok(undefined);
    },
    cancel(): void {
      if (phase === 'pairing') rest('pairing-cancelled');
    },
    /** The network may be back, or the computer woke up: no more waiting. What has stopped goes on only when a person asks. */
    wake(isAsked: boolean): void {
      if (leaving) return;
      const hasStopped = phase === 'resting' && (status.state === 'conflict' || status.state === 'degraded');
      if (phase === 'waiting' || (hasStopped && isAsked)) {
        attempt = 0;
        rest();
      } else if (phase === 'live') watch();
    },
    /** Ends the link on both sides, as far as the other one can be reached, and forgets everything. */
    async unlink(): Promise<void> {
      if (phase === 'live' || phase === 'syncing') leave();
      drop();
      phase = 'resting';
      fresh = null;
      await leaving;
      await auth.forget();
      tell({ state: 'unlinked', reason: null, nextTryAt: null, heardAt: null, attempt: 0, ...noCodes });
    },
    stop(): void {
      stopped = true;
      drop();
    },
  };
};
export type Link = ReturnType<typeof createLink>;
