import { act } from './api.ts';
import { h, keep, the } from './dom.ts';
import { icon } from './icons.ts';
import { summary } from './message.ts';
import type { DemoChat, DemoMessage, DemoPhone } from './state.ts';

interface Place {
  readonly phone: DemoPhone;
  readonly chat: DemoChat;
}
type About = { readonly kind: 'quote' | 'edit'; readonly message: DemoMessage } | null;

/** The field at the bottom: writes, answers and edits in the chat in sight. */
export const createComposer = (place: () => Place | null) => {
  const words = the<HTMLTextAreaElement>('words');
  const answering = the('answering');
  let about: About = null;

  const setAbout = (next: About): void => {
    about = next;
    answering.hidden = next === null;
    const [line] = answering.getElementsByTagName('span');
    if (line) line.textContent = next ? `${next.kind === 'edit' ? 'Changing' : 'Answering'}: ${summary(next.message).slice(0, 80)}` : '';
    if (next?.kind === 'edit') words.value = next.message.text;
    if (next) words.focus();
  };
  const send = async (text: string): Promise<void> => {
    const at = place();
    if (!at || text.trim() === '') return;
    const who = at.phone.name;
    const sent =
      about?.kind === 'edit'
        ? await act({ do: 'edit', who, id: about.message.id, text })
        : await act({ do: 'say', who, to: at.chat.chat, text, quote: about?.message.id });
    if (!sent) return;
    words.value = '';
    setAbout(null);
  };
  the('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    void send(words.value);
  });
  words.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') setAbout(null);
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send(words.value);
  });
  answering.querySelector('button')?.addEventListener('click', () => setAbout(null));
  for (const what of ['picture', 'voice'] as const) {
    const button = the(`send-${what}`);
    button.append(icon(what));
    button.addEventListener('click', () => {
      const at = place();
      if (at) void act({ do: what, who: at.phone.name, to: at.chat.chat });
    });
  }

  return {
    quote: (message: DemoMessage): void => setAbout({ kind: 'quote', message }),
    edit: (message: DemoMessage): void => setAbout({ kind: 'edit', message }),
    /** Another chat is in sight. */
    leave: (): void => setAbout(null),
    show({ chat }: Place): void {
      words.setAttribute('aria-label', `Message to ${chat.kind === 'self' ? 'yourself' : chat.name}`);
      keep(
        the('chips'),
        suggestionsFor(chat).map((text) => ({
          key: text,
          looks: text,
          make: () => h('button', { type: 'button', class: 'chip', click: () => void send(text) }, text),
        })),
      );
    },
  };
};

const asked = /approve ([a-z0-9]{6})/;
/** What a visitor may want to write here; the code of a question that waits comes first. */
const suggestionsFor = (chat: DemoChat): readonly string[] => {
  if (chat.kind === 'group') return ['@pynchy tidy the downloads', '@pynchy what did I spend in March?'];
  if (chat.kind === 'direct') return [];
  const last = chat.messages.findLast((m) => asked.test(m.text));
  const code = asked.exec(last?.text ?? '')?.[1];
  const isOpen =
    code !== undefined &&
    Object.keys(last?.reactions ?? {}).length === 0 &&
    !chat.messages.some((m) => m.text === `approve ${code}` || m.text === `deny ${code}`);
  return [
    ...(isOpen ? [`approve ${code}`, `deny ${code}`] : []),
    'What did I spend in March?',
    'Tidy the downloads',
    'Tell Family that dinner is at eight',
    '!ls',
  ];
};
