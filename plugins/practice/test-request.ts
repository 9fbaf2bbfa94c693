import type { ModelRequest, TranscriptEntry } from '#plugin-api';

const toolNames = [
  'run',
  'read',
  'write',
  'edit',
  'glob',
  'grep',
  'send_message',
  'ask_user',
  'reset_context',
  'remember',
  'recall',
  'forget',
  'schedule_task',
  'list_tasks',
  'cancel_task',
  'web_fetch',
  'web_search',
];

/** A request with one sentence, or with a transcript; all tools are offered unless some are named. */
export const requestFor = (said: string | readonly TranscriptEntry[], tools: readonly string[] = toolNames): ModelRequest => ({
  model: 'practice',
  system: '',
  tools: tools.map((name) => ({ name, description: name, input: { type: 'object' } })),
  transcript: typeof said === 'string' ? [{ role: 'user', blocks: [{ type: 'text', text: said }] }] : said,
  maxOutputTokens: 1000,
});
