/** A person of the demo. `name` is what commands call them. */
export interface DemoPerson {
  readonly name: string;
  readonly title: string;
  readonly number: string;
}
export interface DemoMessage {
  readonly id: string;
  readonly from: string;
  readonly fromSelf: boolean;
  /** UTC ms. */
  readonly at: number;
  readonly text: string;
  readonly kind: string;
  readonly quote: { readonly id: string; readonly from: string; readonly text: string } | null;
  readonly edits: number;
  readonly isDeleted: boolean;
  readonly reactions: Readonly<Record<string, string>>;
  readonly tick: 'waiting' | 'sent' | 'delivered' | 'read' | null;
}
export interface DemoChat {
  readonly chat: string;
  readonly name: string;
  readonly kind: 'self' | 'direct' | 'group';
  readonly members: readonly string[];
  readonly unread: number;
  readonly typing: { readonly from: string; readonly state: string } | null;
  readonly messages: readonly DemoMessage[];
}
export interface DemoPhone extends DemoPerson {
  readonly isOffline: boolean;
  /** Apps linked to this number, and how many of them are connected now. */
  readonly linked: number;
  readonly connected: number;
  readonly chats: readonly DemoChat[];
}
export interface DemoHost {
  readonly state: 'starting' | 'running' | 'dead';
  /** UTC ms at which a host that was killed starts again. */
  readonly startsAt: number | null;
  readonly kills: number;
  /** What the app shows for a phone to scan or to type; null while it shows nothing. */
  readonly shows: 'code' | 'typed-code' | null;
}
/** Everything the page shows, whole after each change. */
export interface DemoState {
  readonly phones: readonly DemoPhone[];
  readonly host: DemoHost;
}
