import type { Sentence } from './sentences.ts';

const byCode = 'or write "approve {id}" or "deny {id}". {minutes} min left.';

/** What the harness says on phones, and what it says of words that go there or do not. */
export const phoneSentences = {
  'ask-approval-on-phone': {
    what: 'May I {verb}? (workspace {workspace})\n{input}\n\n',
    why: '{why}\n',
    next: `Answer with 👍 or 👎, ${byCode}`,
  },
  'ask-approval-long-on-phone': {
    what: 'May I {verb}? (workspace {workspace})\n{input} …\n\n{hidden} more, full text in the app; the code covers all of it.\n',
    why: '{why}\n',
    next: 'Write "approve {id}" or "deny {id}"; a thumb does not count here. {minutes} min left.',
  },
  'ask-question-on-phone': { what: '{questions}\n\n', next: 'Answer with the number or in your own words. {minutes} min left.' },
  'ask-questions-on-phone': { what: '{questions}\n\n', next: 'Answer in one message, one line for each. {minutes} min left.' },
  'thumb-not-counted': {
    what: 'Not counted: {hidden} of this request are not shown here.',
    next: 'Read it in the app, or write "approve {id}" or "deny {id}".',
  },
  'ask-unknown': {
    what: 'No open request has the code {id}.',
    why: 'It may have been answered or have run out.',
    next: 'Send "pending" to see what is open, or see the app, under Approvals.',
  },
  'ask-code-missing': { what: 'One request waits: write "{decision} {id}".' },
  'asks-wait': { what: '{count} requests wait: send "pending" to see them with their codes.' },
  'ask-gone': { what: 'Too late: nothing is asked here any more.', next: 'Send it again as a message.' },
  'answers-missing': { what: '{questions} questions were asked.', next: 'Answer in one message, one line for each.' },
  'codes-locked': {
    what: 'Too many wrong codes.',
    why: 'Codes do not count for {minutes} minutes.',
    next: 'Answer in the app, or with a thumb.',
  },
  'ask-first-word': {
    what: 'Asked because nobody there has ever written to you here.',
    why: 'Writing to strangers first is what numbers are locked for.',
  },
  'ask-unasked': { what: 'Asked because others read in this chat, and none of them asked for this.' },
  'answer-kept-denied': { what: 'Not sent: you denied it. It stays here.' },
  'answer-kept-expired': { what: 'Not sent: nobody approved it in time. It stays here.' },
  'failed-for-others': { what: 'Something went wrong; there is no answer. The owner sees why.' },
  'output-in-app': { what: 'Done.', why: 'Outside text and private data have met here, so the output is only shown in the app.' },
  'status-idle': { what: 'Nothing is running here.', next: 'Elsewhere: {running} running, {queued} waiting. Requests for you: {asks}.' },
  'status-working': { what: 'I am at work here.', next: 'In all: {running} running, {queued} waiting. Requests for you: {asks}.' },
  'status-waiting': {
    what: 'I am waiting here.',
    why: '{why}',
    next: 'In all: {running} running, {queued} waiting. Requests for you: {asks}.',
  },
  'status-paused': { what: 'Everything is paused in the app: nothing starts until it goes on.', next: 'Requests for you: {asks}.' },
  'quiet-hours': { what: 'Held until the quiet hours are over.' },
  'no-receipt': { what: 'No word came that it arrived.' },
  'confirmed-by-you': { what: 'Seen by you.' },
  'not-needed': { what: 'Not needed any more.' },
} satisfies Readonly<Record<string, Sentence>>;
