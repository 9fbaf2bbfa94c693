import type { FileKind } from '../../main/contract/model/files.ts';
import type { LinkState } from '../../main/contract/model/states.ts';
import type { JsonObject } from '../../main/contract/model/transcript.ts';
import type { BlobRef, Result } from './values.ts';

/** One kind of chat network. One connect() per connection; never retries a delivery; the host journals before ack(). */
export interface Channel {
  readonly id: string;
  readonly can: {
    readonly edit: boolean;
    readonly react: boolean;
    readonly typing: boolean;
    /** The same externalId sent twice arrives once. */
    readonly idempotentSend: boolean;
    /** Characters. */
    readonly maxText: number;
    readonly editWindowMs: number;
    /** How emphasis is written: Markdown, one sign each (*bold* _italic_ ~struck~), or not at all (default). */
    readonly markup?: 'markdown' | 'light' | 'plain';
  };
  /** Taken before the transaction; the outbox stores it before send(). */
  reserveId(connection: string): Promise<string>;
  connect(connection: string, signal: AbortSignal): AsyncIterable<ChannelEvent>;
  ack(connection: string, eventId: string): Promise<void>;
  /**
   * Failures that say for certain that nothing was written: offline, not-connected, busy, rate-limited, or any with
   * retryAfterMs; that it never will be: rejected, not-found, forbidden, too-long, too-old, unsupported, bad-target. Every
   * other code, and throwing, means that it may have been sent. A resend has the same externalId.
   */
  send(connection: string, out: ChannelOut, signal: AbortSignal): Promise<Result<'written'>>;
  command(connection: string, c: ChannelCommand): Promise<Result<void>>;
  /** How the network would name the account with this telephone number (digits, with country code). */
  keyOfNumber?(digits: string): Promise<string>;
  /** The number in a key, as people write it; null for a key without one. */
  numberOfKey?(key: string): Promise<string | null>;
  /**
   * Gets the content of a file that a message announced, checked against what its sender signed. Failures that stay:
   * too-large, gone, damaged; every other code may work later.
   */
  fetchFile?(connection: string, ref: string, maxBytes: number, signal: AbortSignal): Promise<Result<BlobRef>>;
}
/** A file that came with a message and is still in the network: the host decides whether it is fetched. */
export interface ChannelFile {
  readonly kind: FileKind;
  /** What its sender calls it; '' when nothing. Hostile. */
  readonly name: string;
  readonly mime: string;
  /** As its sender says; null when it is not said. */
  readonly bytes: number | null;
  /** For `fetchFile` of this channel; opaque to the host, which keeps it. */
  readonly ref: string;
}
export interface ChannelOut {
  readonly externalId: string;
  readonly chatKey: string;
  readonly op: 'post' | 'edit' | 'delete' | 'react';
  /** What an edit or delete is about: the externalId of a post of ours. */
  readonly target?: string;
  /** What a reaction is about: the externalKey of a message that came in. */
  readonly about?: string;
  /** Of a reaction: one emoji, or '' to take it back. */
  readonly text?: string;
  readonly files?: readonly BlobRef[];
  /** The message that a post answers, by its externalKey, and what it says. */
  readonly quote?: { readonly key: string; readonly text: string };
  readonly mentions?: readonly string[];
}
export interface ChannelCommand {
  /**
   * `wake`: the network may have come back, or (with `asked`) a person wants it tried now: only then does a link go on that
   * has stopped until somebody acts. `cancel` ends a pairing. `describe`: the chat is
   * told again, as an event, with its members.
   */
  readonly name: 'typing' | 'read' | 'unlink' | 'pair' | 'cancel' | 'wake' | 'describe';
  readonly chatKey?: string;
  readonly args?: JsonObject;
}
export interface ChannelMessage {
  readonly type: 'message';
  readonly eventId: string;
  /** Unique for the connection, composed of canonical chat, sender, direction and id. */
  readonly externalKey: string;
  readonly externalId: string;
  readonly chatKey: string;
  readonly senderKey: string;
  readonly aliases: readonly string[];
  readonly fromSelf: boolean;
  /** UTC ms, by the sender's clock: shown, never used for order. */
  readonly sentAt: number;
  readonly text: string;
  readonly files: readonly ChannelFile[];
  readonly quote?: string;
  readonly mentions: readonly string[];
  /** It waited in the network while we were away. */
  readonly late: boolean;
  /** `self`: the linked account's chat with itself. */
  readonly kind?: 'self' | 'direct' | 'group';
  /** What the sender is called there. Shown, never identifies. */
  readonly senderName?: string;
  /** Other keys the network has used for the same chat. */
  readonly chatAliases?: readonly string[];
  /** What came and is not text; `once` is to be seen once, on a phone. */
  readonly unsupported?:
    | 'image'
    | 'video'
    | 'audio'
    | 'document'
    | 'sticker'
    | 'place'
    | 'contact'
    | 'poll'
    | 'once'
    | 'unreadable'
    | 'other';
}
/** How a connection stands. Sent whenever something of it changes, and now and then as proof while it is live. */
export interface ChannelLink {
  readonly type: 'link';
  readonly eventId: string;
  readonly state: LinkState;
  readonly reason?: string;
  /** UTC ms: when the network was last heard; live is only what was heard a moment ago. */
  readonly heardAt?: number | null;
  readonly nextTryAt?: number | null;
  readonly attempt?: number;
  /** What a phone has to scan, and until when. Never stored, never logged. */
  readonly qr?: string;
  readonly qrUntil?: number;
  readonly pairingCode?: string;
  /** The account it is linked to: all keys of it, its name and its number as people write it. */
  readonly self?: { readonly keys: readonly string[]; readonly name: string; readonly number: string };
}
export type ChannelEvent =
  | ChannelMessage
  | ChannelLink
  | {
      readonly type: 'receipt';
      readonly eventId: string;
      readonly externalId: string;
      readonly state: 'sent' | 'delivered' | 'read' | 'rejected';
    }
  | ChannelChange
  | ChannelChat
  /** All groups that the account is in; it has left every other one. */
  | { readonly type: 'groups'; readonly eventId: string; readonly chatKeys: readonly string[] };
/** Something that somebody did to a message that is there already. */
export interface ChannelChange
  extends Pick<
    ChannelMessage,
    | 'eventId'
    | 'externalKey'
    | 'externalId'
    | 'chatKey'
    | 'chatAliases'
    | 'kind'
    | 'senderKey'
    | 'senderName'
    | 'aliases'
    | 'fromSelf'
    | 'sentAt'
  > {
  readonly type: 'edit' | 'delete' | 'react';
  /** The externalId of that message. */
  readonly target: string;
  /** The new text, or the emoji ('' takes it back). */
  readonly text: string;
}
/** A chat as the network describes it. */
export interface ChannelChat {
  readonly type: 'chat';
  readonly eventId: string;
  readonly chatKey: string;
  readonly kind?: 'self' | 'direct' | 'group';
  readonly name: string;
  /** Everybody in a group beside the linked account; missing when it is not known. */
  readonly members?: readonly ChannelMember[];
  /** The account is not in it any more. */
  readonly hasLeft?: boolean;
}
export interface ChannelMember {
  /** All keys of one account. */
  readonly keys: readonly string[];
  /** '' when it is not known. */
  readonly name: string;
  readonly isAdmin: boolean;
}
