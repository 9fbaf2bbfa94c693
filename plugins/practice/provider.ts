import { randomUUID } from 'node:crypto';
import { setImmediate as nextTick } from 'node:timers/promises';
import { type ModelEvent, type ModelProvider, ok, type Usage } from '#plugin-api';
import { decide } from './decide.ts';
import type { Move } from './intent.ts';

const model = 'practice';
const noTokens: Usage = { in: 0, out: 0, cacheRead: 0, cacheWrite: 0 };
const aborted: ModelEvent = { type: 'end', stop: 'aborted', usage: noTokens };

/** Rules instead of a model: no key, no network, no state. `now` is only read for sentences such as "tomorrow at 9". */
export const createPracticeProvider = (now: () => Date): ModelProvider => ({
  id: 'practice',
  noAi: true,
  needsKey: 'no',
  defaultBaseUrl: '',
  // Only the end of a transcript is looked at, so nothing is ever too long.
  models: async () => ok([{ id: model, name: 'Practice (fixed rules, no AI)', contextTokens: 1_000_000, images: false }]),
  test: async () => ok({ model }),
  async *stream(_account, request, signal) {
    if (signal.aborted) return yield aborted;
    let move: Move;
    try {
      move = decide(request, now());
    } catch (cause) {
      // A provider must not throw; a fault in a rule ends the call with its reason.
      const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
      return yield { type: 'end', stop: 'error', usage: noTokens, error: { code: 'server-error', text, retryable: false } };
    }
    for (const delta of wordsOf(move.kind === 'say' ? move.text : move.before)) {
      yield { type: 'text', delta };
      await nextTick();
      if (signal.aborted) return yield aborted;
    }
    if (move.kind === 'say') return yield { type: 'end', stop: 'done', usage: noTokens };
    const id = `call_${randomUUID()}`;
    yield { type: 'tool-begin', id, name: move.tool };
    yield { type: 'tool', id, name: move.tool, inputJson: JSON.stringify(move.input) };
    yield { type: 'end', stop: 'tools', usage: noTokens };
  },
});

/** Words with the space that follows; put together they are the text again. */
const wordsOf = (text: string): string[] => text.match(/\s*\S+\s*/g) ?? [];
