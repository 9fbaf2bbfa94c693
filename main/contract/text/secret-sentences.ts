import type { Sentence } from './sentences.ts';

const deleteIt = 'If you typed it on a phone, delete that message there: the value can be read in it.';

const kept = {
  'secret-kept': {
    what: '{name} is kept for commands in {workspace}.',
    why: 'Neither the model nor this conversation has seen the value.',
    next: 'Take it away again: env remove {name}',
  },
  'secret-kept-phone': {
    what: '{name} is kept for commands in {workspace}.',
    why: 'The model has not seen the value.',
    next: 'Now delete your message for everyone: the value can still be read in it.',
  },
  'secret-kept-edited': {
    what: '{name} is kept for commands in {workspace}.',
    why: 'What your message said before you changed it may have been read by the model.',
    next: 'Now delete your message for everyone. If the value stood in it from the start, replace it where it comes from.',
  },
  'secret-kept-seen': {
    what: '{name} is kept for commands in {workspace}, but others can read this chat.',
    why: 'The model has not seen the value; they may have.',
    next: 'Delete your message for everyone, and replace the value where it comes from.',
  },
} satisfies Readonly<Record<string, Sentence>>;
const replaced = (sentence: Sentence): Sentence => ({ ...sentence, what: sentence.what.replace('is kept', 'was replaced') });

/** Secrets that commands of a workspace may use. */
export const secretSentences = {
  ...kept,
  'secret-replaced': replaced(kept['secret-kept']),
  'secret-replaced-phone': replaced(kept['secret-kept-phone']),
  'secret-replaced-edited': replaced(kept['secret-kept-edited']),
  'secret-replaced-seen': replaced(kept['secret-kept-seen']),
  'secret-removed': { what: '{name} is gone. Commands in {workspace} cannot use it any more.' },
  'secret-list': { what: 'For commands in {workspace}:\n{list}' },
  'secret-list-empty': { what: 'There are no secrets for commands in {workspace}.', next: 'Add one: env add NAME=VALUE' },
  'secret-owner-only': { what: 'Only the owner may do this. The value was kept nowhere.', next: deleteIt },
  'secret-usage': {
    what: 'Nothing was stored, and what you typed was kept nowhere.',
    why: 'The form is: env add NAME=VALUE',
    next: deleteIt,
  },
  'secret-not-kept': { what: 'The value of {name} did not arrive.', next: `Send it again. ${deleteIt}` },
  'secret-name-bad': {
    what: '"{name}" cannot be the name of a secret.',
    why: 'Names have letters, digits and underscores, begin with no digit, and are 64 characters long at most.',
    next: 'Choose another name, for example GITHUB_TOKEN.',
  },
  'secret-name-refused': {
    what: '{name} cannot be the name of a secret.',
    why: 'It changes how programs are found, loaded or reach the network.',
    next: 'Choose another name, for example MY_TOKEN.',
  },
  'secret-too-short': {
    what: 'The value of {name} was not stored.',
    why: 'Values of less than {limit} characters cannot be hidden in what commands print.',
    next: 'Use a longer one.',
  },
  'secret-too-long': {
    what: 'The value of {name} was not stored.',
    why: 'A value can have {limit} characters, and no null characters.',
    next: 'Put large keys into a file of the workspace yourself.',
  },
  'secret-in-app-only': {
    what: 'This asks for a secret.',
    why: 'A secret is only taken in the app, in a field that hides it.',
    next: 'Open Pynchy on the computer and answer there. Do not type it here.',
  },
  'secret-typed-here': {
    what: 'What you wrote was hidden and not used.',
    why: 'A secret is asked for, and it is only taken in the app.',
    next: 'Delete your message, and answer in Pynchy on the computer.',
  },
  'ask-secret-on-phone': {
    what: 'I need a secret in workspace {workspace}: {name}.\n{why}\n\n',
    next: 'Open Pynchy on the computer and answer there; do not type it here. {minutes} min left.',
  },
  'ask-over-given': { what: '{who} gave it{where}: {deed}.' },
  'secret-ask-denied': { what: 'You did not give the secret.' },
  'secret-ask-expired': { what: 'The secret was not given in time.' },
  'secret-ask-cancelled': { what: 'The secret is not needed any more.' },
  'secret-not-here': { what: 'A secret was asked for that commands here may not use.' },
  'ask-secret-tainted': {
    what: 'This conversation has read text that others wrote.',
    why: 'They may want a secret of yours.',
    next: 'Give it only when you know yourself what it is for.',
  },
  'ask-secret': { what: 'Asked because commands in {workspace} need {name}.' },
} satisfies Readonly<Record<string, Sentence>>;
