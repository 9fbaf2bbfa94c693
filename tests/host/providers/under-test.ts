import type { AccountRef, Ctx, ModelEvent, ModelProvider, ModelRequest, Plugin } from '#plugin-api';

/** A provider's plugin and how the simulator is addressed by it. */
export interface ProviderUnderTest {
  readonly plugin: Plugin;
  baseUrl(simUrl: string): string;
}

export const testKey = 'sk-test-0123456789abcdef';

const absent = (): never => {
  throw new Error('a model provider has no use for this');
};

/** What `ctx.blobs` has: one file called `picture`, in two pieces. */
export const pictureBytes = Buffer.from('89504e470d0a1a0a00ff10203040506070', 'hex');
async function* readBlob(sha256: string): AsyncGenerator<Uint8Array> {
  if (sha256 !== 'picture') throw new Error('no such blob');
  yield pictureBytes.subarray(0, 5);
  yield pictureBytes.subarray(5);
}

/** Activates the plugin in a context that holds one key and the given settings; resolves with what it registered. */
export const activate = async (plugin: Plugin, settings: object = {}, key: string | Error = testKey): Promise<ModelProvider> => {
  const registered: ModelProvider[] = [];
  const ctx: Ctx = {
    pluginId: 'under-test',
    dataDir: '',
    signal: new AbortController().signal,
    settings: async (parse) => parse.parse(settings),
    onSettings: absent,
    reveal: async () => {
      if (key instanceof Error) throw key;
      return key;
    },
    storage: { get: absent, list: absent, commit: absent },
    blobs: { put: absent, get: (ref) => readBlob(ref.sha256) },
    fetch: absent,
    log: () => {},
    register: (contribution) => {
      if (contribution.kind === 'provider') registered.push(contribution.impl);
      return { dispose: async () => {} };
    },
  };
  await plugin.activate(ctx);
  const [provider] = registered;
  if (!provider) throw new Error('the plugin registered no provider');
  return provider;
};

export const accountAt = (baseUrl: string): AccountRef => ({ accountId: 'a1', baseUrl, key: { secret: 's1', purpose: 'model' } });

export const never = new AbortController().signal;

/** A request with one user message unless told otherwise. */
export const requestOf = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  model: 'sim-large',
  system: 'You are helpful.',
  tools: [],
  transcript: [{ role: 'user', blocks: [{ type: 'text', text: 'hi' }] }],
  maxOutputTokens: 1000,
  ...more,
});

export type End = Extract<ModelEvent, { type: 'end' }>;

/** All events of a call; fails unless there is exactly one `end` and it is the last. */
export const collect = async (
  events: AsyncIterable<ModelEvent>,
): Promise<{ events: ModelEvent[]; end: End; text: string; thinking: string }> => {
  const all: ModelEvent[] = [];
  for await (const event of events) all.push(event);
  const ends = all.filter((event) => event.type === 'end');
  const [end] = ends;
  if (!end || ends.length !== 1 || all.at(-1) !== end) throw new Error(`expected one end at the end, got ${JSON.stringify(all.slice(-3))}`);
  const join = (kind: 'text' | 'thinking'): string => all.flatMap((event) => (event.type === kind ? [event.delta] : [])).join('');
  return { events: all, end, text: join('text'), thinking: join('thinking') };
};
