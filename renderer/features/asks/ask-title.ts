import { visible } from '#contract/text/visible.ts';
import type { AskView } from '#contract/ui/views.ts';
import { hasText, t } from '../../locales/translate.ts';

// All of it stands below the title.
const mostSubject = 120;

const told = (ask: AskView, ...names: string[]): string => {
  const found = names.map((name) => ask.input?.[name]).find((value) => typeof value === 'string' && value !== '');
  if (typeof found !== 'string') return '';
  const line = visible(found).replaceAll(/\s+/g, ' ');
  return line.length > mostSubject ? `${line.slice(0, mostSubject)} …` : line;
};

/** What would be done, verb first: "Send a message to Bob". */
export const askTitle = (ask: AskView): string => {
  const tool = ask.tool ?? '';
  const subject = told(ask, 'to', 'chat', 'path', 'url', 'query', 'recipient', 'name');
  const key = `ask.title.${tool}`;
  if (!hasText(key) || (subject === '' && t(key).includes('{subject}'))) return t('ask.title.other', { tool });
  return t(key, { subject }).trim();
};

/** What waits, in a line: what would be done, or the first question. */
export const askLine = (ask: AskView): string =>
  ask.kind === 'question' ? visible(ask.questions[0]?.question ?? '').replaceAll(/\s+/g, ' ') : askTitle(ask);
