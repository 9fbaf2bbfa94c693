import type { JsonObject } from './transcript.ts';

/** What the Deputy is asked about: text that came in from outside, or a call that would go out or run a command. */
export type Matter =
  | { readonly kind: 'inbound'; readonly what: string; readonly origin: string; readonly text: string }
  | { readonly kind: 'outbound' | 'shell'; readonly tool: string; readonly input: JsonObject };
