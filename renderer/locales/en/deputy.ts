import type { LocaleText } from '../translate.ts';

/** Settings of the Deputy. */
export const deputy = {
  'settings.deputy': 'Deputy',
  'deputy.loadFailed': 'How the Deputy is set could not be loaded',
  'deputy.why': 'A second, small model can look over the shoulder of your assistant. It judges, and nothing else:',
  'deputy.judges.text':
    'text from outside before the assistant reads it: web pages, what others say in a chat, and what is read in a workspace that holds outside text',
  'deputy.judges.out': 'what is about to go out without asking you, also questions that others would read',
  'deputy.judges.shell': 'commands, once outside text has been read in a conversation',
  'deputy.who': 'Account that judges',
  'deputy.whoWhy': 'What is judged goes to this account, and is charged there. Each judgement stands with its cost at the answer.',
  'deputy.off': 'Off: nobody judges',
  'deputy.gone': 'An account that is gone',
  'deputy.model': 'Model',
  'deputy.modelOwn': 'The account’s own',
  'deputy.modelWhy': 'A small, fast one is enough: you wait for it.',
  'deputy.noAccounts': 'There is no account with a model yet. Add one under Accounts.',
  'deputy.problem': 'It can judge nothing now, so everything counts as flagged.',
  'deputy.try': 'Does it judge?',
  'deputy.test': 'Test',
  'deputy.testing': 'Judging …',
  'deputy.testWhy': 'It gets a harmless sample to judge, for real. That is also done when you choose another one.',
  'deputy.notTried': 'It could not be tried',
  'deputy.notIn': 'Not in {names}: what is said there may not go to this account.',
  'deputy.notSeen': 'It does not look at pictures, at what people write who may ask in a chat, or at what the assistant noted itself.',
  'deputy.limits':
    'It can only have you asked more often, never less. No answer, or a strange one, counts as flagged: then you are asked, and outside text is given to the assistant with a warning. It can be fooled like any model; what protects you without it stays as it is.',
} as const satisfies Readonly<Record<string, LocaleText>>;
