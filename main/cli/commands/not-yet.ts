import type { CliCommand } from '../command.ts';

// Words that scripts may already use: they say plainly that this version can not do it, and fail.
const notYet = (name: string, sentence: string): CliCommand => ({
  name,
  usage: name,
  summary: sentence,
  options: {},
  hidden: true,
  async run({ env }) {
    if (env.json) env.out(JSON.stringify({ error: { code: 'not-available', text: sentence } }));
    env.err(sentence);
    return 1;
  },
});

export const link = notYet(
  'link',
  'This version can not be linked to a messenger; the chat is in the browser and in the terminal (pynchy send).',
);
export const service = notYet('service', 'This version can not install itself as a service; start it with npm start.');
