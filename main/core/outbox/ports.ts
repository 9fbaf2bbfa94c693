import type { SentFile } from '#contract/model/files.ts';
import type { Reason } from '#contract/model/reason.ts';
import type { DeliveryState } from '#contract/model/states.ts';
import type { BlobRef, Channel, ChannelOut } from '#plugin-api';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Wording } from './prepare.ts';
import type { QuietHours } from './quiet.ts';
import type { Rate } from './rate.ts';

/** One row of `deliveries` that is not through yet, with what sending it takes. */
export interface OpenDelivery {
  readonly id: string;
  readonly chatId: string;
  readonly chatKey: string;
  readonly op: ChannelOut['op'];
  readonly externalId: string;
  /** `turn`: its answer. `placeholder`: what stands there until then. `sign`: a reaction. Else what it was said for. */
  readonly source: string;
  /** What an edit or delete is about (target_delivery_id), and when that was sent; null for a post. */
  readonly target: { readonly externalId: string; readonly state: DeliveryState; readonly sentAt: number } | null;
  readonly text: string | null;
  readonly about: string | null;
  readonly files: readonly BlobRef[];
  readonly quote: ChannelOut['quote'] | null;
  readonly state: 'queued' | 'sending';
  readonly reasonCode: string | null;
  readonly attempt: number;
  readonly nextAt: number | null;
  readonly createdAt: number;
  /** When somebody last wrote in the chat before it; null = never. */
  readonly spokeAt: number | null;
  /** When the work that it is the outcome of began. */
  readonly begunAt: number;
}

export interface DeliveryAt {
  readonly id: string;
  readonly chatId: string;
  readonly connectionId: string;
  readonly op: ChannelOut['op'];
  readonly source: string;
  readonly state: DeliveryState;
  readonly reasonCode: string | null;
  readonly attempt: number;
}

/** Every field left out keeps its value, but `reason`: left out it becomes null. */
export interface DeliveryChange {
  readonly state: DeliveryState;
  readonly reason?: Reason;
  readonly attempt?: number;
  readonly nextAt?: number | null;
  readonly externalId?: string;
  readonly sentAt?: number;
}

/** What the outbox needs from the store. Synchronous; each change is one committed transaction with its `delivery` event. */
export interface OutboxStore {
  /** Connections (not the built-in ones) that have deliveries in state queued or sending. */
  readonly connections: () => readonly string[];
  /** The oldest queued or sending delivery (by rowid) of each chat of the connection, and its oldest reaction, oldest first. */
  readonly heads: (connectionId: string) => readonly OpenDelivery[];
  readonly byExternalId: (connectionId: string, externalId: string) => DeliveryAt | null;
  readonly byId: (deliveryId: string) => DeliveryAt | null;
  /** Compare-and-set on the state; false (and no event) when the row is not in `from` any more. */
  readonly change: (deliveryId: string, from: DeliveryState, to: DeliveryChange) => boolean;
  /** A post instead of an answer's edit that comes too late; the placeholder is deleted behind it. */
  readonly postInstead: (deliveryId: string, from: DeliveryState, now: number) => boolean;
}

export interface OutboxTiming {
  /** Without a receipt for this long after it was written, a message is sent again (idempotent channels). */
  readonly ackMs: number;
  /** A send() that takes longer is cut. */
  readonly sendMs: number;
  readonly reserveMs: number;
  readonly baseMs: number;
  readonly capMs: number;
  /** Age at which the next unsuccessful try is the last. */
  readonly giveUpMs: number;
  /** What a network takes from somebody who writes like a person. */
  readonly perConnection: Rate;
  readonly perChat: Rate;
  /** After this long nobody looks at an edited message: the answer is a message of its own. */
  readonly lateEditMs: number;
  /** Somebody who wrote this long ago still waits for the answer, also at night. */
  readonly awakeMs: number;
}
export const defaultTiming: OutboxTiming = {
  ackMs: 10_000,
  sendMs: 60_000,
  reserveMs: 5_000,
  baseMs: 1_000,
  capMs: 300_000,
  giveUpMs: 24 * 3_600_000,
  perConnection: { perSecond: 1, burst: 5 },
  perChat: { perSecond: 0.5, burst: 3 },
  lateEditMs: 30_000,
  awakeMs: 5 * 60_000,
};

export interface OutboxDeps {
  readonly store: OutboxStore;
  readonly clock: Clock;
  /** The channel of a connection; null while its plugin is not active. */
  readonly channel: (connectionId: string) => OutboxChannel | null;
  /** The quiet hours of a connection; null where it has none. */
  readonly quiet?: (connectionId: string) => QuietHours | null;
  /** Emergency stop: while true nothing is sent but what is said of the stop itself. Call `wake()` when it ends. */
  readonly held: () => boolean;
  /**
   * A delivery ended badly or waits for a person. Must not throw. Called after the commit, so a kill may swallow it: what must
   * be durable (event, notice in the chat) belongs into `change`.
   */
  readonly tell: (delivery: { readonly id: string; readonly chatId: string }, state: 'failed' | 'unknown', reason: Reason) => void;
  readonly log: Log;
  readonly random?: () => number;
  readonly timing?: Partial<OutboxTiming>;
}
export type OutboxChannel = Pick<Channel, 'can' | 'reserveId' | 'send'>;

/** One message of the channel, as transitions/post.ts stores it. */
export interface Part {
  readonly deliveryId: string;
  readonly externalId: string;
  readonly text: string;
  readonly files?: readonly SentFile[];
}

export interface Outbox {
  /** Looks at every connection with open deliveries. Recovery is part of that: a `sending` row of an earlier host is resent or becomes unknown. */
  start(): void;
  /** After deliveries were committed, a plugin became active or a hold ended. Without an id: every connection. */
  wake(connectionId?: string): void;
  /** The link is up again: what waited for it goes now. */
  connected(connectionId: string): void;
  /** A receipt of the channel. `not-ours`: no such external id (the inbox then ignores it). */
  receipt(connectionId: string, externalId: string, state: 'sent' | 'delivered' | 'read' | 'rejected'): 'moved' | 'unchanged' | 'not-ours';
  /** A text as the parts of its chat's channel, ids reserved; called before the transaction that stores them. */
  prepare(connectionId: string, markdown: string, wording?: Wording, files?: readonly SentFile[]): Promise<readonly Part[]>;
  /** A person's decision about an unknown or failed delivery. False when it is neither. */
  resend(deliveryId: string): boolean;
  dismiss(deliveryId: string): boolean;
  /** A person has seen that an unknown one arrived. */
  confirm(deliveryId: string): boolean;
  /** Cuts the sends that are under way; `held` keeps the next ones back. */
  hold(): void;
  /** Resolves when no send is under way. */
  settled(): Promise<void>;
  /** Sends nothing new; a send under way gets `graceMs` and is then cut. */
  stop(graceMs: number): Promise<void>;
}
