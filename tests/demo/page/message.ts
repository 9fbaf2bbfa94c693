import { act } from './api.ts';
import { h } from './dom.ts';
import { icon } from './icons.ts';
import { withMarks } from './marks.ts';
import type { DemoChat, DemoMessage, DemoPhone } from './state.ts';

export interface MessageClicks {
  readonly quote: (message: DemoMessage) => void;
  readonly edit: (message: DemoMessage) => void;
}
const ticks = { waiting: '🕓', sent: '✓', delivered: '✓✓', read: '✓✓' } as const;
const tickWords = { waiting: 'waiting for the network', sent: 'sent', delivered: 'delivered', read: 'read' } as const;
const kinds: Readonly<Record<string, string>> = {
  image: 'Picture',
  document: 'Document',
  audio: 'Voice note',
  video: 'Video',
  sticker: 'Sticker',
};
export const timeOf = (at: number): string => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
export const summary = (m: DemoMessage): string => (m.isDeleted ? 'Deleted' : m.text || (kinds[m.kind] ?? '…'));

/** One bubble, with what can be done to it. */
export const bubble = (phone: DemoPhone, chat: DemoChat, m: DemoMessage, clicks: MessageClicks): HTMLElement => {
  const reactions = Object.entries(m.reactions);
  const said = h(
    'article',
    { class: 'bubble', 'aria-label': `${m.fromSelf ? 'You' : m.from}, ${timeOf(m.at)}` },
    chat.kind === 'group' && !m.fromSelf ? h('p', { class: 'author' }, m.from) : null,
    m.quote ? h('blockquote', {}, h('b', {}, m.quote.from === phone.name ? 'You' : m.quote.from), ` ${m.quote.text}`) : null,
    picture(phone, m),
    h('p', { class: m.isDeleted ? 'text deleted' : 'text' }, ...(m.isDeleted ? ['This message was deleted.'] : withMarks(m.text))),
    h(
      'p',
      { class: 'meta' },
      m.edits > 0 && !m.isDeleted ? 'edited · ' : '',
      h('time', {}, timeOf(m.at)),
      m.tick
        ? h('span', { class: `tick ${m.tick}`, role: 'img', 'aria-label': tickWords[m.tick], title: tickWords[m.tick] }, ticks[m.tick])
        : null,
    ),
  );
  return h(
    'li',
    { class: m.fromSelf ? 'message own' : 'message' },
    said,
    m.isDeleted ? null : actions(phone, m, clicks),
    reactions.length > 0
      ? h(
          'p',
          { class: 'reactions' },
          ...reactions.map(([name, emoji]) => h('span', { title: name, role: 'img', 'aria-label': `${emoji} by ${name}` }, emoji)),
        )
      : null,
  );
};

const picture = (phone: DemoPhone, m: DemoMessage): HTMLElement | null => {
  if (m.isDeleted || m.kind === 'text' || m.kind === 'other') return null;
  const from = `/picture?${new URLSearchParams({ who: phone.name, id: m.id })}`;
  return m.kind === 'image' ? h('img', { src: from, alt: 'Picture', loading: 'lazy' }) : h('p', { class: 'file' }, kinds[m.kind] ?? m.kind);
};

const actions = (phone: DemoPhone, m: DemoMessage, clicks: MessageClicks): HTMLElement => {
  const who = phone.name;
  const mine = m.reactions[who] === '👍';
  const button = (label: string, sign: string | Node, click: () => void): HTMLElement =>
    h('button', { type: 'button', 'aria-label': label, title: label, click }, sign);
  const id = m.id;
  return h(
    'div',
    { class: 'actions', role: 'group', 'aria-label': 'What to do with this message' },
    button(mine ? 'Take 👍 back' : 'React with 👍', '👍', () => void act({ do: 'react', who, id, emoji: mine ? '' : '👍' })),
    button('React with 👎', '👎', () => void act({ do: 'react', who, id, emoji: '👎' })),
    button('Answer', icon('answer'), () => clicks.quote(m)),
    m.fromSelf && m.kind === 'text' ? button('Edit', icon('edit'), () => clicks.edit(m)) : null,
    m.fromSelf ? button('Delete for everyone', icon('delete'), () => void act({ do: 'delete', who, id })) : null,
  );
};
