export type ModelApi = 'anthropic' | 'openai';
export type Json = { readonly [key: string]: unknown };

/** One request as it arrived. `n` counts from 1. */
export interface SimRequest {
  readonly n: number;
  readonly api: ModelApi;
  readonly method: string;
  readonly path: string;
  /** Which connection it came by: the port of the client. */
  readonly clientPort: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; {} when it was none or not JSON. */
  readonly body: Json;
}

export interface SimUsage {
  readonly in?: number;
  readonly out?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
}

/** One step of an answer. The stream begins with the first step that needs it and ends by itself after the last. */
export type Action =
  | { readonly do: 'text'; readonly text: string }
  | { readonly do: 'thinking'; readonly text: string; readonly signature?: string }
  /** Anthropic only: thinking that the vendor encrypted. */
  | { readonly do: 'redacted'; readonly data: string }
  /** `pieces` is the input as it is cut on the wire; `gate` is awaited after the call was announced. */
  | {
      readonly do: 'tool';
      readonly name: string;
      readonly id?: string;
      readonly input?: Json;
      readonly pieces?: readonly string[];
      readonly gate?: Promise<unknown>;
    }
  | { readonly do: 'usage'; readonly usage: SimUsage }
  /** The stop reason in the words of the API that is spoken. */
  | { readonly do: 'stop'; readonly reason: string | null }
  | { readonly do: 'wait'; readonly gate: Promise<unknown> }
  /** From here on every event is sent in pieces of so many bytes. */
  | { readonly do: 'split'; readonly bytes: number }
  | { readonly do: 'drip'; readonly text: string; readonly everyMs: number }
  | { readonly do: 'raw'; readonly bytes: string }
  | { readonly do: 'begin' }
  /** Instead of a stream. */
  | { readonly do: 'answer'; readonly status: number; readonly body?: string | Json; readonly headers?: Readonly<Record<string, string>> }
  /** Accepts the request and never says anything. */
  | { readonly do: 'hang' }
  | { readonly do: 'error-event'; readonly type: string; readonly message: string }
  | { readonly do: 'broken-json' }
  /** The stream goes silent and stays open. */
  | { readonly do: 'stall' }
  | { readonly do: 'cut' }
  /** The stream ends politely, without its closing events. */
  | { readonly do: 'end-early' }
  /** Everything is said properly, but the connection is not ended. */
  | { readonly do: 'hold' };

export type Script = (request: SimRequest) => Iterable<Action> | AsyncIterable<Action>;

/** Writes the events of one API. Each call resolves when the bytes are handed to the socket. */
export interface Wire {
  begin(): Promise<void>;
  text(text: string): Promise<void>;
  thinking(text: string, signature: string): Promise<void>;
  redacted(data: string): Promise<void>;
  toolBegin(id: string, name: string): Promise<void>;
  toolInput(piece: string): Promise<void>;
  errorEvent(type: string, message: string): Promise<void>;
  finish(reason: string | null | undefined, usage: Required<SimUsage>): Promise<void>;
}
