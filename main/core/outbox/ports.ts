import type { Reason } from '#contract/model/reason.ts';
import type { DeliveryState } from '#contract/model/states.ts';
import type { BlobRef, Channel, ChannelOut } from '#plugin-api';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';

/** One row of `deliveries` that is not through yet, with what sending it takes. */
export interface OpenDelivery {
  readonly id: string;
  readonly chatId: string;
  readonly chatKey: string;
  readonly op: ChannelOut['op'];
  readonly externalId: string;
  /** What an edit, delete or reaction of ours is about (target_delivery_id); null for a post. */
  readonly target: { readonly externalId: string; readonly state: DeliveryState } | null;
  readonly text: string | null;
  readonly files: readonly BlobRef[];
  readonly quote: string | null;
  readonly state: 'queued' | 'sending';
  readonly reasonCode: string | null;
  readonly attempt: number;
  readonly nextAt: number | null;
  readonly createdAt: number;
}

export interface DeliveryAt {
  readonly id: string;
  readonly chatId: string;
  readonly connectionId: string;
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
  /** The oldest queued or sending delivery (by rowid) of each chat of the connection, oldest first. */
  readonly heads: (connectionId: string) => readonly OpenDelivery[];
  readonly byExternalId: (connectionId: string, externalId: string) => DeliveryAt | null;
  readonly byId: (deliveryId: string) => DeliveryAt | null;
  /** Compare-and-set on the state; false (and no event) when the row is not in `from` any more. */
  readonly change: (deliveryId: string, from: DeliveryState, to: DeliveryChange) => boolean;
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
}
export const defaultTiming: OutboxTiming = {
  ackMs: 10_000,
  sendMs: 60_000,
  reserveMs: 5_000,
  baseMs: 1_000,
  capMs: 300_000,
  giveUpMs: 24 * 3_600_000,
};

export interface OutboxDeps {
  readonly store: OutboxStore;
  readonly clock: Clock;
  /** The channel of a connection; null while its plugin is not active. */
  readonly channel: (connectionId: string) => OutboxChannel | null;
  /** Emergency stop: while true nothing is sent. Call `wake()` when it ends. */
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
  prepare(connectionId: string, markdown: string): Promise<readonly Part[]>;
  /** A person's decision about an unknown or failed delivery. False when it is neither. */
  resend(deliveryId: string): boolean;
  dismiss(deliveryId: string): boolean;
  /** Resolves when no send is under way. */
  settled(): Promise<void>;
  /** Sends nothing new; a send under way gets `graceMs` and is then cut. */
  stop(graceMs: number): Promise<void>;
}
