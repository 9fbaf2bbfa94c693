import type { AskView } from '#contract/ui/views.ts';
import { hasText, t } from '../../locales/translate.ts';

const told = (ask: AskView, ...names: string[]): string => {
  const found = names.map((name) => ask.input?.[name]).find((value) => typeof value === 'string' && value !== '');
  return typeof found === 'string' ? found.slice(0, 120) : '';
};

/** What would be done, verb first: "Send a message to Bob". */
export const askTitle = (ask: AskView): string => {
  const tool = ask.tool ?? '';
  const subject = told(ask, 'to', 'chat', 'path', 'url', 'query', 'recipient', 'name');
  const key = `ask.title.${tool}`;
  if (!hasText(key) || (subject === '' && t(key).includes('{subject}'))) return t('ask.title.other', { tool });
  return t(key, { subject }).trim();
};
