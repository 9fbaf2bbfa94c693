import { z } from 'zod';

/** Where a client stands in the event log. */
export const WatchPosition = z.object({ bootId: z.string(), seq: z.number().int() });
export type WatchPosition = z.infer<typeof WatchPosition>;

export const eventTopics = [
  'message',
  'turn',
  'step',
  'ask',
  'chat',
  'session',
  'workspace',
  'profile',
  'account',
  'plugin',
  'task',
  'sandbox',
  'host',
  'delivery',
  'link',
  'memory',
  'secret',
  'settings',
] as const;
export type EventTopic = (typeof eventTopics)[number];

/**
 * `hello` comes first and says where the log stands. `reset`: the position asked for is below the floor or from another
 * boot; refetch everything shown. `delta`: text of a step that is being written; when `offset` is beyond what the client
 * has, it refetches the turn.
 */
export const WatchItem = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), bootId: z.string(), seq: z.number().int() }),
  z.object({ type: z.literal('reset'), bootId: z.string(), seq: z.number().int() }),
  z.object({
    type: z.literal('event'),
    seq: z.number().int(),
    topic: z.enum(eventTopics),
    entityId: z.string(),
    chatId: z.string().nullable(),
    payload: z.record(z.string(), z.unknown()),
  }),
  z.object({
    type: z.literal('delta'),
    chatId: z.string(),
    turnId: z.string(),
    stepId: z.string(),
    kind: z.enum(['text', 'thinking', 'tool']),
    offset: z.number().int(),
    text: z.string(),
  }),
]);
export type WatchItem = z.infer<typeof WatchItem>;
