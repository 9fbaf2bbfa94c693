import type { Sentence } from './sentences.ts';

/** What can go wrong with workspaces, their files and what they remember. */
export const workspaceSentences = {
  'workspace-is-admin': {
    what: 'The admin workspace cannot be deleted or archived.',
    why: 'Pynchy itself is managed from it, and what is remembered for all workspaces belongs to it.',
    next: 'Delete its chats or files instead.',
  },
  'workspace-name-mismatch': {
    what: 'The name that was typed is not the name of this workspace.',
    why: 'Nothing was deleted.',
    next: 'Type {name} exactly as it is written.',
  },
  'change-undone': { what: 'The change to {path} was taken back.' },
  'change-too-old': {
    what: 'This change cannot be taken back any more.',
    why: 'What was there before is kept for one hour.',
    next: 'Ask for the change to be reversed.',
  },
  'change-overwritten': {
    what: '{path} was left as it is.',
    why: 'It was changed, moved or deleted since; putting the old one back would lose that.',
    next: 'Look at the file, or ask for the change to be reversed.',
  },
  'import-not-there': { what: 'There is no file {file} to read.', next: 'Check its path.' },
  'import-not-ours': {
    what: 'This file is no export of Pynchy.',
    why: 'What was found: {detail}.',
    next: 'Choose the .zip that the export wrote, as it is.',
  },
  'import-version': {
    what: 'This export cannot be read by this version.',
    why: 'It has format {format}; this version reads format {known}.',
    next: 'Update Pynchy on both computers, then export again.',
  },
  'import-damaged': {
    what: 'The export is damaged. Nothing was imported.',
    why: '{detail}',
    next: 'Copy it again from where it was written, or export again.',
  },
  'import-unsafe': {
    what: 'The file was refused, because it is not what Pynchy writes. Nothing was imported.',
    why: '{detail}',
    next: 'Import only exports that you wrote yourself.',
  },
  'import-no-room': {
    what: 'There is too little room for this import.',
    why: 'It needs {needed} MB; {free} MB are free.',
    next: 'Make room on the disk, then try again.',
  },
  'import-running': { what: 'An import is under way.', next: 'Wait until it is done, or cancel it.' },
  'unfinished-at-export': { what: 'This was not finished when it was exported.', next: 'Say it again if it still matters.' },
  'folder-missing': {
    what: 'The folder of this workspace is not there: {path}.',
    why: 'The disk it lies on may be unplugged, or it was moved.',
    next: 'Plug the disk in or put the folder back, then try again. Answers that need no files go on working.',
  },
  'folder-moved': {
    what: 'The folder of this workspace is not used: {path}.',
    why: 'A link stands in its place now, which leads elsewhere.',
    next: 'Put the folder back, or choose it anew for this workspace.',
  },
  'folder-not-absolute': {
    what: 'This is not a whole path: {path}.',
    why: 'It has to begin at the top of the disk, or with ~ for your home folder.',
    next: 'Write it out, such as /home/ann/work.',
  },
  'folder-not-there': { what: 'There is no folder {path}.', next: 'Make it first, or choose another one.' },
  'folder-is-home': {
    what: 'A workspace cannot have all of {path}.',
    why: 'Your home folder lies in it, with keys and settings of other programs.',
    next: 'Choose a folder inside it.',
  },
  'folder-is-ours': {
    what: 'A workspace cannot have {path}.',
    why: 'Data of Pynchy itself lies there.',
    next: 'Choose another folder.',
  },
  'folder-is-system': {
    what: 'A workspace cannot have {path}.',
    why: 'It belongs to the operating system.',
    next: 'Choose a folder of your own.',
  },
  'folder-blocked': {
    what: 'A workspace cannot have {path}.',
    why: 'It looks like a place for keys or passwords.',
    next: 'Choose another folder.',
  },
  'folder-taken': {
    what: 'A workspace cannot have {path}.',
    why: 'The workspace {workspace} works there, or in a folder around or inside it.',
    next: 'Choose another folder, or use that workspace.',
  },
  'folder-not-writable': {
    what: 'Nothing can be written into {path}.',
    why: 'Its permissions do not allow it.',
    next: 'Change them, or choose another folder.',
  },
  'folder-busy': {
    what: 'The folder was not changed.',
    why: 'Something runs in this workspace.',
    next: 'Stop it or wait for it, then try again.',
  },
  'file-not-there': { what: '{path} is not there any more.', why: 'It was moved or deleted meanwhile.', next: 'Look at the folder again.' },
  'file-outside': {
    what: '{path} is not opened.',
    why: 'It leads out of the folder of this workspace, by a link or a path.',
    next: 'Copy what you need into the folder.',
  },
  'file-exists': { what: '{path} exists already.', why: 'Nothing was changed.', next: 'Choose another name, or replace it.' },
  'file-is-folder': { what: '{path} is a folder.', next: 'Choose a file.' },
  'file-not-folder': { what: '{path} is not a folder.', next: 'Look at the folder above it.' },
  'file-over-limit': {
    what: '{path} is too large for this.',
    why: 'A file can have {limit} MB here.',
    next: 'Copy it with the file manager.',
  },
  'file-refused': { what: '{path} may not be touched.', why: 'Its permissions do not allow it.', next: 'Change them, then try again.' },
  'file-name-bad': {
    what: 'This cannot be the name of a file.',
    why: 'It is empty, too long, or has a slash in it.',
    next: 'Choose another name.',
  },
  'file-failed': { what: '{path} could not be read or written.', why: '{why}', next: 'Try again.' },
  'file-upload-broken': {
    what: 'The upload of {path} broke off.',
    why: 'A part of it is missing; nothing was saved.',
    next: 'Upload it again.',
  },
  'memory-key-taken': { what: 'Something is remembered as "{key}" already.', next: 'Change that one, or choose another name.' },
  'memory-admin-only': {
    what: 'What is remembered for all workspaces is changed in the admin workspace only.',
    next: 'Open the admin workspace.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
