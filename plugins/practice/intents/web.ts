import { shortened } from '../answer/markdown.ts';
import { call, defineIntent, type Move, say } from '../intent.ts';
import { unquoted } from './paths.ts';

// What comes from outside is quoted, so that it never reads as the assistant's own words.
const quoted = (text: string): string =>
  shortened(text.trim(), 1500)
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

export const webSearch = defineIntent<string>({
  id: 'web-search',
  examples: ['Search the web for train times to Lisbon', 'Google the height of the Eiffel tower', 'Look up heron online'],
  match: ({ text }) => {
    const hit =
      /^(?:search|look on|look in) (?:the )?(?:web|internet|online|net)(?: for| about)? (.+)$/i.exec(text) ??
      /^(?:google|web search(?: for)?|look up) (.+?)(?: online| on the (?:web|internet))?$/i.exec(text) ??
      /^(?:search|search for|find|look for|look up) (.+?) (?:on the (?:web|internet)|online|in the (?:web|internet))$/i.exec(text);
    return hit?.[1] === undefined ? null : unquoted(hit[1]);
  },
  next: (query, [reply]): Move =>
    reply ? say(`Found on the web for “${query}”:\n\n${quoted(reply.text)}`) : call('web_search', { query }),
});

export const webFetch = defineIntent<string>({
  id: 'web-fetch',
  examples: ['Fetch https://example.com', 'Open https://example.com/page', 'What does example.com say?', 'https://example.com'],
  match: ({ text }) => {
    const hit =
      /^(?:(?:fetch|open|get|read|download|load|show|show me|visit|go to|what(?:'s| is) (?:on|at)|what does) )?(?:the (?:page|site|website|url) )?(https?:\/\/\S+)(?: say)?$/i.exec(
        text,
      )?.[1] ??
      /^(?:fetch|visit|go to|load|what does|what(?:'s| is) on) (?:the (?:page|site|website|url) )?((?:[a-z0-9-]+\.)+(?:com|org|net|io|de|eu|dev)(?:\/\S*)?)(?: say)?$/i.exec(
        text,
      )?.[1];
    return hit === undefined ? null : /^https?:/i.test(hit) ? hit : `https://${hit}`;
  },
  next: (url, [reply]): Move => (reply ? say(`From ${url}:\n\n${quoted(reply.text)}`) : call('web_fetch', { url })),
});
