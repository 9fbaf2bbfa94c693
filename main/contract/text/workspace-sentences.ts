import type { Sentence } from './sentences.ts';

/** What can go wrong with workspaces, their files and what they remember. */
export const workspaceSentences = {
  'workspace-is-admin': {
    what: 'The admin workspace can not be deleted or archived.',
    why: 'Pynchy itself is managed from it, and what is remembered for all workspaces belongs to it.',
    next: 'Delete its chats or files instead.',
  },
  'workspace-name-mismatch': {
    what: 'The name that was typed is not the name of this workspace.',
    why: 'Nothing was deleted.',
    next: 'Type {name} exactly as it is written.',
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
    what: 'This can not be the name of a file.',
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
