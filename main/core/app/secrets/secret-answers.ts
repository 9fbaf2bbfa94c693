import type { Person } from '#contract/model/records.ts';
import { answeredCode } from '#contract/model/typed-secret.ts';
import type { Store } from '../../store/store.ts';

// Long enough, or mixed enough, to be what was asked for; a plain short word is talk.
const looksSecret = /^(?=\S{8,}$|(?=\S*\d)\S{6,}$)\S+$/;

/** Whether a text may be the secret that is asked for, typed where none is taken: it is then hidden before it is stored. */
export const isSecretAnswer = (
  store: Pick<Store, 'asks' | 'chats'>,
  o: { text: string; chatId: string; person: Pick<Person, 'role'>; isOnNetwork: boolean },
): boolean => {
  const text = o.text.trim();
  const id = answeredCode(text);
  if (id !== null) return store.asks.find(id)?.kind === 'secret';
  if (!o.isOnNetwork || o.person.role !== 'owner' || !store.chats.isPrivate(o.chatId) || !looksSecret.test(text)) return false;
  return store.asks.list({ pendingOnly: true }).some((ask) => ask.kind === 'secret');
};
