import type { Sentence } from './sentences.ts';

/** What became of requests, where they were told. */
export const askSentences = {
  'ask-cancelled': { what: 'Too late: this request is not needed any more.', why: 'Its answer was stopped, or has ended.' },
  'answer-which': {
    what: '{n} questions wait here:\n{list}\n',
    next: 'Quote the one that you answer, or write "/answer", its six characters and your answer.',
  },
  'ask-deputy': { what: 'Asked because the Deputy flagged it. Its words: “{words}”' },
  'ask-deputy-fault': { what: 'Asked because the Deputy could not judge it.', why: '{why}' },
  'always-deputy': { what: 'This cannot be allowed in advance: the Deputy looks at each call.' },
  'always-deputy-fault': { what: 'This cannot be allowed in advance: the Deputy looks at each call.' },
  'deputy-flagged-text': {
    what: 'The Deputy flagged what came in through {tool}. Its words: “{words}”',
    why: 'The assistant read it as material, with a warning.',
  },
  'deputy-flagged-said': {
    what: 'The Deputy flagged what others said here. Its words: “{words}”',
    why: 'The assistant read it as material, with a warning.',
  },
  'deputy-fault-said': {
    what: 'The Deputy could not judge what others said here, so it counts as flagged.',
    why: '{why}',
    next: 'The assistant read it as material, with a warning. The Deputy is set up under Settings.',
  },
  'deputy-fault-text': {
    what: 'The Deputy could not judge what came in through {tool}, so it counts as flagged.',
    why: '{why}',
    next: 'The assistant read it as material, with a warning. The Deputy is set up under Settings.',
  },
  'deputy-needs-ai': { what: '{account} is no AI, so it cannot judge.', next: 'Choose an account with a model.' },
  'deputy-call': { what: 'A judgement of the Deputy.' },
  'deputy-timeout': { what: 'It did not answer in time.' },
  'deputy-empty': { what: 'Its answer was empty.' },
  'deputy-no-json': { what: 'Its answer was no JSON.' },
  'deputy-no-verdict': { what: 'Its answer was no verdict.' },
  'deputy-refused': { what: 'Its model refused to answer.' },
  'deputy-cut': { what: 'Its answer was cut.' },
  'deputy-called-tool': { what: 'Its model called a tool instead of answering.' },
  'deputy-too-long': { what: 'It is too long for the model of the Deputy.' },
  'deputy-no-account': { what: 'The account of the Deputy is gone.', next: 'Choose another one.' },
  'deputy-off': { what: 'The Deputy is off: nobody judges.', next: 'Choose an account for it first.' },
  'deputy-model-small': { what: '{model} can read too little at once to judge anything.', next: 'Choose another model.' },
  'deputy-tried': { what: '{account} ({model}) answered in {seconds} s and found the sample harmless, as it is.' },
  'deputy-tried-flagged': {
    what: '{account} ({model}) answered in {seconds} s, but flagged a harmless sample. Its words: “{words}”',
    why: 'You would be asked more often than is needed.',
    next: 'Choose another model.',
  },
  'deputy-tried-no-verdict': {
    what: '{account} ({model}) answered in {seconds} s, but gave no verdict.',
    why: '{why}',
    next: 'Choose another model: as it is, everything counts as flagged.',
  },
  'deputy-tried-late': {
    what: '{account} ({model}) gave no verdict within 30 seconds.',
    why: 'It is too slow, or it thinks for long before it answers.',
    next: 'Choose a smaller or faster model.',
  },
  'ask-over-approved': { what: '{who} approved{where}: {deed}.' },
  'ask-over-denied': { what: '{who} denied{where}: {deed}.' },
  'ask-over-answered': { what: '{who} answered{where}: {deed}' },
  'ask-over-skipped': { what: '{who} skipped{where}: {deed}' },
  'ask-over-expired': { what: 'Not answered in time, so denied: {deed}.', next: '"Ask again" in the app has it decided anew.' },
  'ask-over-unanswered': { what: 'Not answered in time: {deed}', next: 'The assistant goes on without an answer.' },
  'ask-over-cancelled': { what: 'No longer needed: {deed}.' },
} satisfies Readonly<Record<string, Sentence>>;
