import type { Sentence } from './sentences.ts';

/** Groups, who may do what in a chat, and what people do with their messages. */
export const peopleSentences = {
  'group-joined': { what: '{names} joined.' },
  'group-parted': { what: '{names} left, or was removed.' },
  'group-renamed': { what: '“{from}” is called “{to}” now.' },
  'group-left': {
    what: 'This number is not in the group any more.',
    why: 'It left, or somebody removed it.',
    next: 'What was said stays here. Nothing is sent until it is added again.',
  },
  'group-back': { what: 'This number is in the group again.' },
  'chat-left': { what: 'Not sent: this number is not in the group any more.', next: 'Have it added to the group, then send again.' },
  'chat-closed': { what: 'Not sent: Pynchy does not read this chat any more.', next: 'Open it again under Linked numbers.' },
  'not-addressed': { what: 'Not said to Pynchy.' },
  'own-number': { what: 'Written on a phone of Pynchy’s own number.' },
  'message-edited': { what: 'Its author changed this message.' },
  'message-deleted': { what: 'Its author took this message back.' },
  'chat-list': { what: '{list}' },
  'command-help': { what: '{list}' },
  'chat-opened': { what: '“{name}” is open in {workspace}.', next: 'Who may start turns there is set under Linked numbers.' },
  'chat-closed-now': { what: 'Pynchy does not read “{name}” any more.', why: 'What was said until now stays in the app.' },
  'chat-unknown': { what: 'No chat is called “{name}”.', next: 'Write /chats for the list.' },
  'chat-ambiguous': { what: 'Several chats are called “{name}”.', next: 'Write its id instead: {ids}' },
  'chat-open-already': { what: '“{name}” is open already, in {workspace}.' },
  'chat-not-open': { what: '“{name}” is not open.' },
  'admin-chat-only': {
    what: 'This is done in a chat of the {workspace} workspace that only you read.',
    next: 'Write it to yourself there, or use Linked numbers in the app.',
  },
  'member-not-there': { what: 'This person is not in the chat any more.' },
  'number-invalid': { what: '“{number}” is no telephone number.', next: 'Write it with the country code, such as +49 170 1234567.' },
  'number-linked': { what: 'This is the linked number itself.', next: 'Unlink it to change that.' },
} satisfies Readonly<Record<string, Sentence>>;
