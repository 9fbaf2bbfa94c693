import type { Sentence } from './sentences.ts';

/** Why a linked number is as it is, and what can go wrong with linking. */
export const linkSentences = {
  'link-lost': { what: 'The connection to WhatsApp was lost.', next: 'It is tried again by itself.' },
  'link-unreachable': {
    what: 'WhatsApp cannot be reached.',
    why: 'This computer has no way to its servers at the moment.',
    next: 'Check the internet connection. It is tried again by itself.',
  },
  'link-refused': {
    what: 'Something between this computer and WhatsApp refused the connection.',
    why: 'A proxy, a firewall or the sign-in page of a public network does that.',
    next: 'Open any web page to sign in to the network. It is tried again by itself.',
  },
  'link-stuck': { what: 'The connection was open, but nothing got through any more.', next: 'It is made anew by itself.' },
  'link-silent': { what: 'WhatsApp has stopped answering.', next: 'It is tried again by itself.' },
  'link-no-answer': { what: 'WhatsApp did not answer in time.', next: 'It is tried again by itself.' },
  'link-server-trouble': { what: 'WhatsApp has trouble at the moment.', next: 'It is tried again by itself.' },
  'link-replaced': {
    what: 'Another program has taken over this link.',
    why: 'Pynchy, or a copy of its data folder, runs a second time with this number.',
    next: 'Stop the other one, then click "Try now".',
  },
  'link-ended-by-phone': {
    what: 'The link was ended on the phone.',
    why: 'Somebody removed this computer under Linked devices, or WhatsApp did after a long silence.',
    next: 'Link the number again.',
  },
  'link-not-multi-device': {
    what: 'This number does not take linked devices any more.',
    next: 'Update WhatsApp on the phone, then link the number again.',
  },
  'link-forbidden': {
    what: 'WhatsApp has locked this number.',
    why: 'It does that when it sees a number as a source of unwanted messages.',
    next: 'Open WhatsApp on the phone; it says what to do.',
  },
  'link-outdated': {
    what: 'WhatsApp does not accept this version of Pynchy any more.',
    next: 'Update Pynchy. It is tried again once an hour.',
  },
  'link-keys-unreadable': {
    what: 'The keys of this link cannot be read.',
    why: 'They were damaged, or they belong to another vault.',
    next: 'Link the number again.',
  },
  'link-other-number': {
    what: 'This was another number than before.',
    why: 'The chats here belong to the first one, so nothing was linked.',
    next: 'Add the other number as a new link.',
  },
  'link-exists': { what: 'This number is linked already.' },
  'link-removed': { what: 'The link was removed before this was sent.' },
  'link-stopped': { what: 'The plugin of this link is off.', next: 'Turn it on under Plugins.' },
  'link-name-taken': { what: 'There is a link with the name {name} already.', next: 'Choose another name.' },
  'pairing-timed-out': { what: 'No phone has scanned the code in time.', next: 'Show a new code.' },
  'pairing-unreachable': {
    what: 'WhatsApp cannot be reached.',
    why: 'This computer has no way to its servers at the moment.',
    next: 'Check the internet connection, then show the code again.',
  },
  'pairing-blocked': {
    what: 'Something between this computer and WhatsApp refused the connection.',
    why: 'A proxy, a firewall or the sign-in page of a public network does that.',
    next: 'Open any web page to sign in to the network, then show the code again.',
  },
  'pairing-outdated': { what: 'WhatsApp does not accept this version of Pynchy any more.', next: 'Update Pynchy, then link the number.' },
  'pairing-lost': { what: 'WhatsApp ended the connection before a phone had scanned the code.', next: 'Show a new code.' },
  'pairing-failed': { what: 'The phone and Pynchy did not agree.', next: 'Show a new code and scan it again.' },
  'pairing-cancelled': { what: 'The linking was cancelled.' },
  'pairing-cool-down': {
    what: 'Codes were shown three times in ten minutes.',
    why: 'Asking WhatsApp more often could get the number blocked.',
    next: 'The next code can be shown in {minutes} min.',
  },
  'pairing-refused': { what: 'The linking could not begin.', why: '{detail}', next: 'Try it again.' },
  'said-to-others': { what: 'Written on the phone, for somebody else.' },
  'not-allowed-here': { what: 'This person may not give Pynchy work.' },
  'message-unreadable': { what: 'This message could not be read.', next: 'Look at it on the phone.' },
} satisfies Readonly<Record<string, Sentence>>;
