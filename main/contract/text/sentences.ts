import { askSentences } from './ask-sentences.ts';
import { auditSentences } from './audit-sentences.ts';
import { emergencySentences } from './emergency-sentences.ts';
import { fileSentences } from './file-sentences.ts';
import { healthSentences } from './health.ts';
import { linkSentences } from './link-sentences.ts';
import { peopleSentences } from './people-sentences.ts';
import { phoneSentences } from './phone-sentences.ts';
import { profileSentences } from './profile-sentences.ts';
import { sandboxSentences } from './sandbox.ts';
import { secretSentences } from './secret-sentences.ts';
import { workspaceSentences } from './workspace-sentences.ts';

/**
 * English sentences by code. `what` happened, `why`, and what to do `next`; placeholders in braces come from the
 * parameters. Model failures stand in model-errors.ts.
 */
export interface Sentence {
  readonly what: string;
  readonly why?: string;
  readonly next?: string;
}

export const sentences: Readonly<Record<string, Sentence>> = {
  ...workspaceSentences,
  ...healthSentences,
  ...sandboxSentences,
  ...linkSentences,
  ...phoneSentences,
  ...askSentences,
  ...emergencySentences,
  ...auditSentences,
  ...peopleSentences,
  ...fileSentences,
  ...secretSentences,
  ...profileSentences,
  // Input
  'text-empty': { what: 'There is nothing to send.', why: 'The text has no visible characters.', next: 'Write something first.' },
  'text-too-long': {
    what: 'This text is too long to send.',
    why: 'It has {characters} characters; a message can have {limit}.',
    next: 'Save it as a file in the workspace folder and name the file.',
  },
  'text-binary': {
    what: 'This is not text.',
    why: 'It contains null characters, as files do.',
    next: 'Put the file into the workspace folder and name it.',
  },
  'file-too-large': {
    what: '"{name}" is too large to send.',
    why: 'A file can have {limit} MB; this one has {size} MB.',
    next: 'Put it into the workspace folder yourself and name it in your message.',
  },
  'too-many-files': { what: 'A message can carry {limit} files.', next: 'Send these first, then the others.' },
  'upload-gone': { what: 'The upload of this file was cut.', next: 'Add the file again.' },
  'file-not-placed': {
    what: '"{name}" could not be put into the workspace, so the message was not sent.',
    why: '{detail}',
    next: 'Try again, or send without the file.',
  },
  'chat-has-tasks': {
    what: 'This chat cannot be deleted now.',
    why: 'Scheduled tasks still write here ({tasks}).',
    next: 'Ask Pynchy to cancel them first, or archive the chat.',
  },
  'edit-not-possible': {
    what: 'This message cannot be edited.',
    why: 'Only what a person wrote can be said again in other words.',
    next: 'Send a new message instead.',
  },
  edited: { what: 'Replaced by an edited message.' },
  'bad-input': { what: 'That could not be understood.', why: '{detail}', next: 'Check it and try again.' },
  'name-taken': { what: 'This name is taken.', next: 'Choose another name.' },
  'name-signs': {
    what: '"{name}" cannot be used as a name.',
    why: 'It has signs that no name has: {signs}. Names are typed in terminals and after an @: letters and digits of any writing, emoji, and . _ - are fine.',
    next: 'For example: {plain}.',
  },
  'name-start': {
    what: '"{name}" cannot be used as a name.',
    why: 'A name begins with a letter, a digit or an emoji.',
    next: 'For example: {plain}.',
  },
  'name-long': { what: 'This name is too long.', why: 'Names have 60 signs at most.', next: 'Choose a shorter one.' },
  'name-mixed': {
    what: '"{name}" cannot be used as a name.',
    why: 'One of its words mixes letters of two alphabets that look alike, so it could be taken for another name.',
    next: 'Type the word anew in one alphabet.',
  },
  'unknown-provider': { what: 'There is no provider "{provider}".', why: 'There are: {available}.', next: 'Choose one of them.' },
  'unknown-sandbox': { what: 'There is no sandbox "{sandbox}".', why: 'There are: {available}.', next: 'Choose one of them, or auto.' },
  'no-account': { what: 'No account is set for this workspace.', next: 'Choose an account in the workspace settings.' },
  'realm-mismatch': {
    what: 'The account is used for something else than this workspace.',
    why: 'Personal and work accounts are kept apart, so that nothing of one is billed to or read by the other.',
    next: 'Choose an account of the same kind, or change what one of them is used for.',
  },
  'over-budget': { what: 'The monthly budget of {account} is used up.', next: 'Raise the budget, or wait until next month.' },
  'not-found': { what: 'There is no {what} {name}{where}.', next: 'Check the name.' },
  conflict: { what: 'This was changed by somebody else meanwhile.', next: 'Look again and repeat it.' },
  'not-allowed': { what: 'You may not do this.', next: 'Ask the owner.' },
  'not-available': { what: 'This is not available.', why: '{why}' },
  cancelled: { what: 'This was cancelled.' },
  timeout: {
    what: 'There was no result within {seconds} seconds.',
    why: 'The work goes on.',
    next: 'Look at the chat later, or stop it there.',
  },
  'export-too-large': {
    what: 'The export would be larger than 4 GB.',
    why: 'An archive of this kind has no room for more. Nothing was written.',
    next: 'Move large files out of the workspace folders, or copy the data folder while Pynchy is stopped.',
  },
  internal: { what: 'Something broke inside Pynchy.', why: '{detail}', next: 'Try again. If it stays, run: {pynchy} doctor' },

  // Host and data
  'disk-full': {
    what: 'The disk is full.',
    why: 'Nothing could be stored, so nothing was started.',
    next: 'Free some space and send it again.',
  },
  'home-not-writable': {
    what: 'The data folder cannot be written.',
    why: '{home} is read-only or belongs to somebody else.',
    next: 'Change its permissions, or set PYNCHY_HOME to another folder.',
  },
  'host-running': {
    what: 'Pynchy is running already (process {pid}).',
    why: 'Two at once on one data folder would damage it.',
    next: 'Open {url} or stop it: {pynchy} stop',
  },
  'database-corrupt': {
    what: 'The database was damaged.',
    why: 'It is kept as it is: {kept}',
    next: 'Pynchy began a new one. A backup can be put in its place while Pynchy is stopped.',
  },
  'database-newer': {
    what: 'This data was written by a newer Pynchy.',
    why: 'It has version {found}; this Pynchy knows {known}.',
    next: 'Install the newer version again.',
  },
  'sqlite-too-old': { what: 'This Node.js has no full-text search in its SQLite.', next: 'Use Node.js 22.16 or newer.' },
  'port-in-use': { what: 'Port {port} is in use.', next: 'Choose another with --port, or leave it out.' },
  'no-host': { what: 'Pynchy is not running.', next: 'Start it: npm start' },
  'host-gone': {
    what: 'Pynchy stopped while this waited.',
    why: 'Nothing is lost: unfinished work goes on at the next start.',
    next: 'Start it: npm start',
  },
  'settings-last-good': { what: 'The settings file was damaged; the last good one is in use.', why: 'The damaged file is kept as {kept}.' },
  'settings-defaults': { what: 'The settings file was damaged; the defaults are in use.', why: 'The damaged file is kept as {kept}.' },
  'link-used': { what: 'This link was used.', next: 'Ask for a new one: {pynchy} open' },

  // Vault
  'vault-locked': {
    what: 'The vault is locked, so no key can be read.',
    next: 'Unlock it at the top of the window, or: {pynchy} vault unlock',
  },
  'vault-wrong-passphrase': { what: 'This is not the passphrase.', next: 'Try again.' },
  'vault-damaged': {
    what: 'The vault file is damaged.',
    why: 'It is left as it is, so that nothing more is lost.',
    next: 'Put back a copy of vault.json while Pynchy is stopped.',
  },
  'vault-lost': {
    what: 'The vault file is missing, though secrets were kept in it.',
    why: 'No new one is made, so that nothing more is lost.',
    next: 'Put vault.json and vault.key back while Pynchy is stopped. Without a copy: remove the accounts with a key, empty the folders vault and plugins, and start again.',
  },
  'vault-key-missing': { what: 'The key file of the vault is missing.', next: 'Put vault.key back, or unlock with the passphrase.' },
  'key-missing': { what: 'The account {account} has no key.', next: 'Add its key under Accounts.' },
  'provider-off': {
    what: 'The plugin for {provider} is off, so {account} cannot answer.',
    next: 'Turn it on under Plugins, or choose another account.',
  },

  // Asks
  'ask-expired': { what: 'Too late: this request ran out and was denied.', next: 'Ask the assistant to try again.' },
  'ask-answered': { what: 'Too late: {who} {did} this first{where}.', next: 'Nothing is left to do here.' },
  'ask-question': { what: 'The assistant asks you something.' },
  'ask-tier-external': { what: 'Asked because this reaches beyond this conversation, from the workspace {workspace}.' },
  'ask-shared-tainted': { what: 'Asked because outside text may be behind this, and it could change a folder that others see, too.' },
  'ask-tier-external-tainted': { what: 'Asked because this reaches outside, after outside text was read in this conversation.' },
  'ask-flow-untrusted-secret-sink': {
    what: 'Asked because outside text and private data have met in this conversation, and this could carry them out.',
  },
  approved: { what: 'Approved ({id}).' },
  'denied-by-you': { what: 'Denied ({id}).' },
  'pending-list': { what: '{list}' },

  // Turns
  'turn-running': { what: 'The assistant is at work in this chat.', next: 'Stop it first.' },
  'no-such-turn': { what: 'This turn cannot be tried again.', why: 'It has not failed, or it was tried again already.' },
  'stopped-by-you': { what: 'Stopped by you.' },
  'stopped-before-read': { what: 'Not read: you stopped before its turn came.', next: 'Send it again if you still want it.' },
  'nothing-runs': { what: 'Nothing is running here.' },
  'session-reset': {
    what: 'A new session begins. The conversation above is not known to the assistant any more.',
    next: 'Undo within 10 minutes: /undo',
  },
  'session-restored': { what: 'The earlier session goes on.' },
  'undo-expired': { what: 'A reset can be undone for 10 minutes; they are over.' },
  'taint-changed': {
    what: 'The mark was not taken off: something else has happened since it was shown: {from}.',
    next: 'Look at the files again, then clear it.',
  },
  'nothing-to-undo': { what: 'There is no reset to undo here.' },
  interrupted: { what: 'Pynchy was stopped in the middle of this; it goes on by itself.' },
  'interrupted-too-often': { what: 'This was cut off {tries} times, so it was given up.', next: 'Try again.' },
  'may-or-may-not-have-happened': { what: 'Cut while it ran: it may or may not have happened.', next: 'Look before you repeat it.' },
  'host-died': { what: 'Pynchy was ended while this ran: it may or may not have happened.' },
  'command-interrupted': {
    what: 'Pynchy was ended while this command ran: it may or may not have finished.',
    next: 'Look, then run it again.',
  },
  'command-failed': { what: 'The command could not be run.' },
  'too-many-steps': { what: 'Stopped after {steps} steps without an answer.', next: 'Say what is missing, or try again.' },
  'model-retry': { what: '{account}: {why} Trying again in {seconds} s ({attempt} of {of}).' },
  'budget-mostly-used': { what: '{percent} % of the limit of {account} for this month are used: {used} of {limit} tokens.' },
  'budget-used-up': { what: 'The limit of {account} for this month is used up: {used} of {limit} tokens.' },
  'account-fallback': { what: '{to} goes on in place of {from}: {why}' },
  'waiting-for-model': { what: 'No account can answer now: {why} It is tried again by itself ({wait} of {of}).' },
  'answer-empty': { what: 'The model said nothing.', next: 'Try again, or say it in other words.' },
  'answer-cut': { what: 'The answer reached its length limit and is cut.', next: 'Say "go on".' },
  'model-refused': { what: 'The model declined to answer.' },
  'tool-failed': { what: '{tool} failed.' },
  'tool-unknown': { what: 'There is no tool {tool}.' },
  'tool-not-resolved': { what: '{tool} named something that is not there, or that is there twice; nothing was done.' },
  'task-person-gone': { what: 'This task was turned off: the person it belongs to may not use Pynchy any more.' },
  'tool-input-invalid': { what: '{tool} was called with input that does not fit; nothing was done.' },
  denied: { what: 'Denied by you.' },
  'approval-expired': { what: 'Denied: nobody answered in time.' },
  'question-expired': { what: 'Nobody answered in time.' },
  'question-denied': { what: 'You declined to answer.' },
  'hook-denied': { what: 'A plugin refused this call.' },
  'ask-used': { what: 'Denied: this approval was used before.' },

  // Deliveries
  'delivery-refused': { what: 'The message was refused by the network ({code}).', next: 'Check the chat, then send it again.' },
  'delivery-gave-up': { what: 'The message could not be sent; {tries} tries were made.', next: 'Send it again when the link is up.' },
  'delivery-target-missing': { what: 'What this was about never arrived, so it was not sent.' },
  'may-have-been-sent': { what: 'This may or may not have been sent.', why: '{why}', next: 'Look at the chat before you send it again.' },
  'channel-offline': { what: 'Waiting for the link to come back.' },
  'send-cut': { what: 'The sending was cut off.' },
  'dismissed-by-you': { what: 'Dismissed by you.' },

  // Plugins
  'plugin-failed': { what: 'The plugin {plugin} did not start.', why: '{detail}', next: 'Turn it off and on, or look at the logs.' },
  'manifest-invalid': { what: 'The plugin in the folder {folder} has a plugin.json that cannot be used.', why: '{detail}' },
  'plugin-id-taken': { what: 'Two plugins are called {id}; the one in {folder} was skipped.' },

  // Sandboxes
  'no-sandbox-works': {
    what: 'No sandbox works on this computer, so tools cannot run.',
    next: 'Turn on the plugin "Built-in sandboxes", or run: {pynchy} doctor',
  },
  'start-failed': {
    what: 'The sandbox could not be started.',
    why: '{detail}',
    next: 'It is tried again at the next use; see {pynchy} doctor.',
  },
  'toolbox-silent': { what: 'The sandbox started but did not answer.', next: 'It is started again at the next use.' },
  'toolbox-ended': { what: 'The sandbox ended by itself.', next: 'It is started again at the next use.' },
  'not-confirmed-gone': {
    what: 'An earlier sandbox of this workspace could not be ended for sure, so no new one is started beside it.',
    next: 'Restart Pynchy; if it stays, restart the computer.',
  },
  'call-stuck': {
    what: 'A command did not end when it was told to, so the sandbox was ended.',
    next: 'It is started again at the next use.',
  },
  'processes-survived': {
    what: 'Processes of a command survived its end, so the sandbox was ended.',
    next: 'It is started again at the next use.',
  },
  'host-stopped': { what: 'Pynchy was stopped while this ran: it may or may not have happened.' },
  idle: { what: 'Stopped because it was not used.' },
  restart: { what: 'Restarted.' },
  superseded: { what: 'Replaced by a newer start.' },
  'workspace-tainted': {
    what: 'Outside text may have reached the files of this workspace: {from}.',
    next: 'Look at the files, then clear the mark under Workspaces.',
  },
  'approval-mismatch': { what: 'Denied: the approval was for another call.' },
  'approval-cancelled': { what: 'The request was withdrawn.' },
  'question-cancelled': { what: 'The question was withdrawn.' },
  'sandbox-none': { what: 'No sandbox works on this computer, so tools cannot run.', next: 'Turn on the plugin "Built-in sandboxes".' },
};
