import { act, tellGone } from './api.ts';
import { createComposer } from './composer.ts';
import { h, keep, the } from './dom.ts';
import { bubble, summary, timeOf } from './message.ts';
import { createPanel } from './panel.ts';
import type { DemoChat, DemoPhone, DemoState } from './state.ts';

// Which phone and which chat are in sight stands in the address, so that a reload shows the same.
let state: DemoState | null = null;
const chosen = (): { who: string; chat: string } => {
  const address = new URLSearchParams(location.hash.slice(1));
  return { who: address.get('who') ?? '', chat: address.get('chat') ?? '' };
};
const choose = (who: string, chat = ''): void => {
  composer.leave();
  location.hash = String(new URLSearchParams({ who, chat }));
};
const phoneInSight = (): DemoPhone | null => state?.phones.find((p) => p.name === chosen().who) ?? state?.phones[0] ?? null;
const chatInSight = (): DemoChat | null => {
  const chats = phoneInSight()?.chats ?? [];
  return chats.find((c) => c.chat === chosen().chat) ?? chats.find((c) => c.kind === 'self') ?? null;
};
const inSight = () => {
  const [phone, chat] = [phoneInSight(), chatInSight()];
  return phone && chat ? { phone, chat } : null;
};
// What scrolls has to be reached by the keyboard.
the('log').tabIndex = 0;
const composer = createComposer(inSight);
const panel = createPanel(phoneInSight);

const chatTitle = (chat: DemoChat): string => (chat.kind === 'self' ? 'Yourself' : chat.name);
const typingText = (chat: DemoChat): string =>
  chat.typing
    ? `${chat.kind === 'group' ? `${chat.typing.from} is ` : ''}${chat.typing.state === 'recording' ? 'recording' : 'writing'} …`
    : '';

const showPeople = (phones: readonly DemoPhone[], current: DemoPhone): void =>
  keep(
    the('people'),
    phones.map((p) => {
      const unread = p.chats.reduce((sum, chat) => sum + chat.unread, 0);
      return {
        key: p.name,
        looks: `${p === current}|${unread}|${p.isOffline}`,
        make: () =>
          h(
            'button',
            { type: 'button', 'aria-current': p === current ? 'true' : undefined, click: () => choose(p.name) },
            h('b', {}, p.title),
            h('small', {}, `${p.title === p.name ? '' : `${p.name}, `}${p.number}${p.isOffline ? ' · offline' : ''}`),
            unread > 0 ? h('span', { class: 'badge' }, `${unread}`, h('span', { class: 'py-hidden' }, ' unread')) : null,
          ),
      };
    }),
  );

const showChats = (phone: DemoPhone, current: DemoChat): void =>
  keep(
    the('chats'),
    phone.chats.map((chat) => {
      const last = chat.messages.at(-1);
      const line = typingText(chat) || (last ? `${last.fromSelf ? 'You: ' : ''}${summary(last).replaceAll(/[*`]/g, '')}` : 'Nothing yet');
      return {
        key: chat.chat,
        looks: `${phone.name}|${chat === current}|${chat.name}|${chat.unread}|${line}|${last?.at ?? 0}`,
        make: () =>
          h(
            'button',
            { type: 'button', 'aria-current': chat === current ? 'true' : undefined, click: () => choose(phone.name, chat.chat) },
            h('span', { class: 'line' }, h('b', {}, chatTitle(chat)), last ? h('time', {}, timeOf(last.at)) : null),
            h(
              'span',
              { class: 'line' },
              h('span', { class: 'last' }, line.slice(0, 120)),
              chat.unread > 0 ? h('span', { class: 'badge' }, `${chat.unread}`, h('span', { class: 'py-hidden' }, ' unread')) : null,
            ),
          ),
      };
    }),
  );

const showThread = (phone: DemoPhone, chat: DemoChat): void => {
  the('chat-name').textContent = chatTitle(chat);
  the('chat-detail').textContent =
    typingText(chat) ||
    (chat.kind === 'group' ? chat.members.join(', ') || 'You are not in this group any more.' : chat.kind === 'self' ? phone.number : '');
  const log = the('log');
  if (log.dataset.chat !== `${phone.name}|${chat.chat}` || chat.messages.at(-1)?.id !== log.dataset.last) isAtEnd = true;
  log.dataset.chat = `${phone.name}|${chat.chat}`;
  log.dataset.last = chat.messages.at(-1)?.id ?? '';
  keep(
    the('messages'),
    chat.messages.map((m) => ({
      key: `${phone.name}|${chat.chat}|${m.id}`,
      looks: JSON.stringify(m),
      make: () => bubble(phone, chat, m, composer),
    })),
  );
  if (isAtEnd) log.scrollTop = log.scrollHeight;
};
// A picture gets its height after it was put there.
let isAtEnd = true;
the('log').addEventListener('scroll', () => {
  const log = the('log');
  isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
});
the('log').addEventListener('load', () => isAtEnd && the('log').scrollTo({ top: the('log').scrollHeight }), true);

const show = (): void => {
  const at = inSight();
  if (!state || !at) return;
  showPeople(state.phones, at.phone);
  showChats(at.phone, at.chat);
  showThread(at.phone, at.chat);
  composer.show(at);
  panel.show(at.phone, state.host);
  // Whoever looks at a chat has read it.
  if (at.chat.unread > 0 && document.visibilityState === 'visible') void act({ do: 'open', who: at.phone.name, chat: at.chat.chat });
};
window.addEventListener('hashchange', show);
document.addEventListener('visibilitychange', show);

const events = new EventSource('/events');
events.addEventListener('message', (event) => {
  state = JSON.parse(String(event.data)) as DemoState;
  show();
});
events.addEventListener('error', tellGone);
events.addEventListener('open', () => the('problem').toggleAttribute('hidden', true));
// Only the seconds until the host starts again.
setInterval(() => {
  if (state?.host.startsAt) panel.showHost(state.host);
}, 250);
