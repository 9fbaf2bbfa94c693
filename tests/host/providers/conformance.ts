import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelEvent, ModelProvider, TranscriptEntry } from '#plugin-api';
import type { Action } from '../../sim/models/actions.ts';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';
import { listOf } from '../../sim/models/validate.ts';
import { accountAt, activate, collect, never, type ProviderUnderTest, pictureBytes, requestOf } from './under-test.ts';

/** What every model provider must do, over real sockets. Vendor-specific promises have tests of their own. */
export const describeProviderConformance = (name: string, made: ProviderUnderTest): void => {
  describe(`${name} provider`, () => {
    let sim: ModelSim;
    let provider: ModelProvider;
    const impatient = { idleTimeoutSeconds: 0.25, firstAnswerTimeoutSeconds: 0.25 };
    beforeEach(async () => {
      sim = await startModelSim();
      provider = await activate(made.plugin);
    });
    afterEach(() => sim.close());
    const account = () => accountAt(made.baseUrl(sim.url));
    const answer = (...actions: Action[]) => {
      sim.script(() => actions);
      return collect(provider.stream(account(), requestOf(), never));
    };

    it('streams plain text and says that it is done', async () => {
      const { text, end } = await answer({ do: 'text', text: 'Hello ' }, { do: 'text', text: 'you.' });
      expect(text).toBe('Hello you.');
      expect(end).toMatchObject({ type: 'end', stop: 'done' });
      expect(end.error).toBeUndefined();
    });

    it('hands over each piece before the next one is sent', async () => {
      const gate = Promise.withResolvers<void>();
      sim.script(() => [
        { do: 'text', text: 'first' },
        { do: 'wait', gate: gate.promise },
        { do: 'text', text: 'second' },
      ]);
      const seen: ModelEvent[] = [];
      for await (const event of provider.stream(account(), requestOf(), never)) {
        seen.push(event);
        // Would hang here if the provider waited for the whole answer.
        if (event.type === 'text' && event.delta === 'first') gate.resolve();
      }
      expect(seen.slice(0, 2)).toEqual([
        { type: 'text', delta: 'first' },
        { type: 'text', delta: 'second' },
      ]);
    });

    it('announces a tool call before its input is complete', async () => {
      const gate = Promise.withResolvers<void>();
      sim.script(() => [{ do: 'tool', name: 'run', id: 'call_1', input: { command: 'ls' }, gate: gate.promise }]);
      const types: string[] = [];
      for await (const event of provider.stream(account(), requestOf(), never)) {
        types.push(event.type);
        if (event.type === 'tool-begin') gate.resolve();
      }
      expect(types).toEqual(['tool-begin', 'tool', 'end']);
    });

    it('carries parallel tool calls to the caller and their results back to the server', async () => {
      const tools = [
        {
          name: 'run',
          description: 'Runs a command.',
          input: { type: 'object', properties: { command: { type: 'string' } }, required: ['command'] },
        },
      ];
      sim.script(({ n }) =>
        n > 1
          ? [{ do: 'text', text: 'both done' }]
          : [
              { do: 'text', text: 'Two things.' },
              { do: 'tool', name: 'run', id: 'call_a', input: { command: 'ls' } },
              { do: 'tool', name: 'run', id: 'call_b', pieces: ['{"comm', 'and":"p', 'wd"}'] },
            ],
      );
      const first = await collect(provider.stream(account(), requestOf({ tools }), never));
      expect(first.end.stop).toBe('tools');
      const calls = first.events.filter((event) => event.type === 'tool');
      expect(calls.map(({ id, name: tool, inputJson }) => ({ id, tool, input: JSON.parse(inputJson) as unknown }))).toEqual([
        { id: 'call_a', tool: 'run', input: { command: 'ls' } },
        { id: 'call_b', tool: 'run', input: { command: 'pwd' } },
      ]);
      const transcript: TranscriptEntry[] = [
        ...requestOf().transcript,
        {
          role: 'assistant',
          blocks: [
            { type: 'text', text: first.text },
            { type: 'tool-call', id: 'call_a', name: 'run', input: { command: 'ls' } },
            { type: 'tool-call', id: 'call_b', name: 'run', input: { command: 'pwd' } },
          ],
        },
        {
          role: 'user',
          blocks: [
            { type: 'text', text: 'Hurry up.' },
            { type: 'tool-result', id: 'call_a', text: 'a.txt', isError: false },
            { type: 'tool-result', id: 'call_b', text: 'no such place', isError: true },
          ],
        },
      ];
      const second = await collect(provider.stream(account(), requestOf({ tools, transcript }), never));
      // The simulator refuses results out of order or without their call.
      expect(second.end.error).toBeUndefined();
      expect(second.text).toBe('both done');
      const sent = JSON.stringify(sim.requests[1]?.body);
      for (const part of ['a.txt', 'no such place', 'Hurry up.']) expect(sent).toContain(part);
    });

    it('shows a picture as what it is, byte for byte, and says so where its file is gone', async () => {
      const image = (sha256: string, path: string) => ({
        type: 'image' as const,
        sha256,
        mime: 'image/png',
        bytes: pictureBytes.length,
        path,
      });
      const request = requestOf({
        transcript: [
          { role: 'user', blocks: [{ type: 'text', text: 'Look' }, image('picture', 'uploads/a.png'), image('lost', 'uploads/b.png')] },
        ],
      });
      const { end } = await collect(provider.stream(account(), request, never));
      // The simulator refuses what is no picture.
      expect(end.error).toBeUndefined();
      const sent = JSON.stringify(sim.requests[0]?.body);
      expect(sent).toContain(pictureBytes.toString('base64'));
      expect(sent).toContain('its file is gone. It was saved as uploads/b.png');
      await collect(provider.stream(account(), request, never));
      expect(JSON.stringify(sim.requests[1]?.body)).toBe(sent);
    });

    it('gives a call without input an empty object', async () => {
      const { events } = await answer({ do: 'tool', name: 'now', id: 'call_1', pieces: [] });
      expect(events.find((event) => event.type === 'tool')).toMatchObject({ inputJson: '{}' });
    });

    it('passes on tool input that is not JSON instead of failing', async () => {
      const { events, end } = await answer({ do: 'tool', name: 'run', id: 'call_1', pieces: ['{"command": "l'] });
      expect(events.find((event) => event.type === 'tool')).toMatchObject({ inputJson: '{"command": "l' });
      expect(end.stop).toBe('tools');
    });

    it('shows thinking apart from text and gives its own opaque blocks back to the same server only', async () => {
      const { thinking, text, events } = await answer(
        { do: 'thinking', text: 'hmm, let me see', signature: 'SIG-1' },
        { do: 'text', text: 'Yes.' },
        { do: 'tool', name: 'run', id: 'call_1', input: { command: 'ls' } },
      );
      expect([thinking, text]).toEqual(['hmm, let me see', 'Yes.']);
      const opaque = events.find((event) => event.type === 'opaque');
      expect(opaque).toBeDefined();
      const transcriptFrom = (vendor: string): TranscriptEntry[] => [
        ...requestOf().transcript,
        {
          role: 'assistant',
          blocks: [
            { type: 'thinking', text: 'hmm, let me see' },
            { type: 'opaque', provider: vendor, block: structuredClone(opaque?.block ?? {}) },
            { type: 'text', text: 'Yes.' },
            { type: 'tool-call', id: 'call_1', name: 'run', input: { command: 'ls' } },
          ],
        },
        { role: 'user', blocks: [{ type: 'tool-result', id: 'call_1', text: 'a.txt', isError: false }] },
      ];
      sim.script(() => [{ do: 'text', text: 'ok' }]);
      const other = await startModelSim();
      try {
        await collect(provider.stream(account(), requestOf({ transcript: transcriptFrom(provider.id) }), never));
        await collect(provider.stream(account(), requestOf({ transcript: transcriptFrom('somebody-else') }), never));
        await collect(provider.stream(accountAt(made.baseUrl(other.url)), requestOf({ transcript: transcriptFrom(provider.id) }), never));
        expect(JSON.stringify(sim.requests[1]?.body)).toContain('hmm, let me see');
        expect(JSON.stringify(sim.requests[2]?.body)).not.toContain('hmm');
        expect(JSON.stringify(other.requests[0]?.body)).not.toContain('hmm');
      } finally {
        await other.close();
      }
    });

    it('keeps characters whole that arrive byte by byte', async () => {
      const { text } = await answer({ do: 'split', bytes: 1 }, { do: 'text', text: 'Grüße 👩‍🚀 漢字 🦞' });
      expect(text).toBe('Grüße 👩‍🚀 漢字 🦞');
    });

    it('takes an answer that drips in for longer than the allowed silence', async () => {
      provider = await activate(made.plugin, impatient);
      const { text, end } = await answer({ do: 'drip', text: 'slowly but surely', everyMs: 20 });
      expect([text, end.stop]).toEqual(['slowly but surely', 'done']);
    });

    it('closes the socket and ends as aborted when the caller aborts mid-stream', async () => {
      sim.script(() => [{ do: 'text', text: 'once upon' }, { do: 'stall' }]);
      const abort = new AbortController();
      const seen: ModelEvent[] = [];
      for await (const event of provider.stream(account(), requestOf(), abort.signal)) {
        seen.push(event);
        abort.abort();
      }
      expect(seen.map(({ type }) => type)).toEqual(['text', 'end']);
      expect(seen.at(-1)).toMatchObject({ stop: 'aborted' });
      expect(await sim.requests[0]?.closed).toBe(true);
    });

    it('closes the socket and ends as aborted when the caller aborts before the server answered', async () => {
      sim.script(() => [{ do: 'hang' }]);
      const abort = new AbortController();
      const call = collect(provider.stream(account(), requestOf(), abort.signal));
      const request = await sim.arrival(1);
      abort.abort();
      expect((await call).end.stop).toBe('aborted');
      expect(await request.closed).toBe(true);
    });

    it('makes no call at all when it is aborted already', async () => {
      const { end } = await collect(provider.stream(account(), requestOf(), AbortSignal.abort()));
      expect(end.stop).toBe('aborted');
      expect(sim.requests).toHaveLength(0);
    });

    it('closes the socket when the caller stops reading', async () => {
      sim.script(() => [{ do: 'text', text: 'once upon' }, { do: 'stall' }]);
      for await (const event of provider.stream(account(), requestOf(), never)) if (event.type === 'text') break;
      expect(await sim.requests[0]?.closed).toBe(true);
    });

    it('reports the token counts with cache reads apart', async () => {
      const { end } = await answer({ do: 'text', text: 'x' }, { do: 'usage', usage: { in: 120, out: 7, cacheRead: 900 } });
      expect(end.usage).toEqual({ in: 120, out: 7, cacheRead: 900, cacheWrite: 0 });
    });

    it('keeps connections for later calls', async () => {
      for (const text of ['one', 'two', 'three', 'four']) await answer({ do: 'text', text });
      // A connection becomes free a moment after its answer has ended, so that two take turns.
      expect(new Set(sim.requests.map(({ clientPort }) => clientPort)).size).toBeLessThanOrEqual(2);
    });

    it('ends by itself when a server has said everything but keeps the connection open', async () => {
      const { text, end } = await answer({ do: 'text', text: 'all said' }, { do: 'hold' });
      expect([text, end.stop]).toEqual(['all said', 'done']);
      expect(await sim.requests[0]?.closed).toBe(true);
    });

    it('ends an empty answer without text and without error', async () => {
      const { events, end } = await answer();
      expect(events).toHaveLength(1);
      expect(end).toMatchObject({ stop: 'done' });
    });

    it('delivers an answer of 5 MB completely', async () => {
      const piece = 'All work and no play. '.repeat(3000);
      const pieces = Math.ceil((5 * 1024 * 1024) / piece.length);
      const { text } = await answer(...Array.from({ length: pieces }, (): Action => ({ do: 'text', text: piece })));
      expect(text.length).toBe(piece.length * pieces);
    });

    it('takes 5 MB in one event', async () => {
      const { text } = await answer({ do: 'text', text: 'x'.repeat(5 * 1024 * 1024) });
      expect(text.length).toBe(5 * 1024 * 1024);
    });

    it('sends the same bytes for the system text, tools and older entries whatever follows them', async () => {
      const tools = [{ name: 'run', description: 'Runs.', input: { type: 'object', properties: { b: {}, a: {} } } }];
      const more: TranscriptEntry[] = [
        { role: 'assistant', blocks: [{ type: 'text', text: 'Hello.' }] },
        { role: 'user', blocks: [{ type: 'text', text: 'and now?' }] },
      ];
      await collect(provider.stream(account(), requestOf({ tools }), never));
      await collect(provider.stream(account(), requestOf({ tools, transcript: [...requestOf().transcript, ...more] }), never));
      const [before, after] = sim.requests.map(({ body }) => ({
        head: [body.system, body.tools],
        first: listOf(body.messages)[0],
      }));
      expect(after?.head).toEqual(before?.head);
      expect(JSON.stringify(after?.head)).toBe(JSON.stringify(before?.head));
      expect(after?.first).toMatchObject({ role: before?.first?.role });
    });

    it('leaves out blank texts and joins what then has one role', async () => {
      const transcript: TranscriptEntry[] = [
        ...requestOf().transcript,
        { role: 'assistant', blocks: [{ type: 'text', text: ' ' }] },
        { role: 'user', blocks: [{ type: 'text', text: 'still there?' }] },
      ];
      const { end } = await collect(provider.stream(account(), requestOf({ transcript }), never));
      expect(end.error).toBeUndefined();
      expect(JSON.stringify(sim.requests[0]?.body)).toContain('still there?');
    });
  });
};
