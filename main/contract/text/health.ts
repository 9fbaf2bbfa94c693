import type { Sentence } from './sentences.ts';

/** What the health screen and `pynchy doctor` say. */
export const healthSentences: Readonly<Record<string, Sentence>> = {
  'health-host': { what: 'Running. Version {version}, process {pid}.' },
  'health-memory': { what: 'Uses {mb} MB of memory.' },
  'health-memory-high': {
    what: 'Uses {mb} MB of memory, which is more than it should.',
    why: 'Something may be leaking, or very much is going on.',
    next: 'Restarting Pynchy helps; unfinished work goes on afterwards.',
  },
  'health-versions': { what: 'Pynchy {version} on Node.js {node}, SQLite {sqlite}, {system}.' },
  'health-clock': { what: 'The clock of this computer runs evenly.' },
  'health-clock-forward': {
    what: 'The clock of this computer went forward by {minutes} min.',
    why: 'It was set, or the computer slept.',
    next: 'Tasks that were due meanwhile ran once. Nothing to do if that was you.',
  },
  'health-clock-back': {
    what: 'The clock of this computer went back by {minutes} min.',
    why: 'It was set by hand or by the network.',
    next: 'Check date and time of the computer if that was not you; tasks go by it.',
  },
  'health-settings': { what: 'The settings file is in order.' },
  'health-disk': { what: 'There are {gb} GB free where the data is.' },
  'health-disk-low': {
    what: 'Only {mb} MB are free where the data is.',
    why: 'Below 200 MB Pynchy can soon not store messages any more.',
    next: 'Free some space on this disk.',
  },
  'health-disk-full': {
    what: 'The disk is nearly full: {mb} MB are free.',
    why: 'What cannot be stored is not started, so messages may be refused.',
    next: 'Free some space now; everything goes on by itself.',
  },
  'health-disk-unknown': {
    what: 'How much space is free could not be found out.',
    why: 'The data folder did not answer.',
    next: 'Check that {path} is still there.',
  },
  'health-database': { what: 'The database is in order ({mb} MB). It was not read whole since the start.' },
  'health-database-whole': { what: 'The database was read whole and is in order ({mb} MB).' },
  'health-database-bad': {
    what: 'The database is damaged.',
    why: 'Reading it whole found: {detail}.',
    next: 'Stop Pynchy, keep a copy of the data folder, and put a backup in place. Until then, do not delete anything.',
  },
  'health-audit': { what: 'The record of decisions was not checked since the start.' },
  'health-audit-whole': { what: 'The record of decisions is whole: {rows} rows.' },
  'health-audit-bad': {
    what: 'The record of decisions does not hold from row {row} on.',
    why: 'Somebody or something changed the database outside Pynchy.',
    next: 'Compare it with a backup, and ask who had access to this computer.',
  },
  'health-vault': { what: 'Open, by {slots}. Secrets kept: {entries}.' },
  'health-backup-none': {
    what: 'There is no backup.',
    why: 'Pynchy makes none by itself yet.',
    next: 'Now and then, stop Pynchy and copy the data folder to another disk.',
  },
  'health-account-ok': { what: 'Answered last with {model}.' },
  'health-account-tested': { what: 'Answered when it was tested.' },
  'health-account-unused': { what: 'Not used yet.' },
  'health-account-no-ai': { what: 'Follows fixed rules and always works; it is no AI.' },
  'health-accounts-none': {
    what: 'There is no account for a model yet.',
    why: 'Until then Practice answers, by fixed rules.',
    next: 'Add a key, or a model that runs on this computer.',
  },
  'health-sandbox-ready': { what: 'Runs in {version}: {isolation}.' },
  'health-sandbox-idle': { what: 'Starts when it is needed, in {version}: {isolation}.' },
  'health-sandbox-unknown': {
    what: 'This workspace wants the sandbox "{sandbox}", which is not there.',
    why: 'The plugin that brings it is off, or it does not work on this computer.',
    next: 'Choose another sandbox for the workspace, or turn the plugin on.',
  },
  'health-not-proven': { what: 'Not proven here: Pynchy was never run with it.' },
  'health-link-live': { what: 'Connected.' },
  'health-link-waiting': { what: 'Being connected.' },
  'health-link-unlinked': { what: 'No number is linked here yet.', next: 'Link one under Linked numbers.' },
  'health-link-degraded': {
    what: 'The connection is not reliable just now.',
    why: 'Messages may arrive late.',
    next: 'It is tried again by itself.',
  },
  'health-link-conflict': {
    what: 'Another program uses the same linked number.',
    why: 'Two at once push each other out.',
    next: 'Close the other one, then click "Try now" under Linked numbers.',
  },
  'health-link-logged-out': { what: 'The link was ended on the phone.', next: 'Link the number again under Linked numbers.' },
  'health-plugins': { what: '{count} plugins run.' },
  'health-plugin-starting': { what: 'Starting.' },
};
