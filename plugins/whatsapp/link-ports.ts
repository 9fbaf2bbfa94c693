import type { AuthenticationState } from '@whiskeysockets/baileys';
import type { LinkState } from '#plugin-api';
import type { AuthStore } from './auth-store.ts';
import type { Pairings } from './pairings.ts';
import type { OpenSocket, SocketHandlers } from './socket.ts';
import type { Timing } from './timing.ts';

/** How a link stands, in full. */
export interface LinkStatus {
  readonly state: LinkState;
  readonly reason: string | null;
  readonly heardAt: number | null;
  readonly nextTryAt: number | null;
  readonly attempt: number;
  readonly qr: string | null;
  readonly qrUntil: number | null;
  readonly pairingCode: string | null;
}
export type LinkHandlers = Pick<SocketHandlers, 'qr' | 'paired' | 'opened' | 'synced' | 'heard' | 'closed' | 'credsChanged'>;

export interface LinkDeps {
  readonly auth: AuthStore;
  readonly pairings: Pairings;
  readonly timing: Timing;
  /** UTC ms, for people. */
  readonly now: () => number;
  /** For durations: never goes back. */
  readonly mono: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
  readonly random: () => number;
  readonly open: (auth: AuthenticationState, on: LinkHandlers) => OpenSocket;
  readonly changed: (status: LinkStatus) => void;
  /** Everything that waited in the network is here; what comes now is live. */
  readonly live: (socket: OpenSocket) => void;
  readonly log: (level: 'info' | 'warn', text: string, data?: object) => void;
}
