import type { Sentence } from './sentences.ts';

/** Files that came over a messenger. */
export const fileSentences: Readonly<Record<string, Sentence>> = {
  'file-missing-offline': {
    what: 'It could not be fetched.',
    why: 'The connection was cut.',
    next: 'It is tried again when the link is up; or fetch it now.',
  },
  'file-missing-gone': {
    what: 'It is not on the network any more.',
    why: 'The phone that sent it is offline or has deleted it.',
    next: 'Fetch it again when that phone is online, or ask for it to be sent again.',
  },
  'file-missing-damaged': {
    what: 'It was not kept.',
    why: 'What came is not what its sender announced.',
    next: 'Ask for it to be sent again.',
  },
  'file-missing-too-large': { what: 'It was not fetched.', why: 'It is larger than {limit} MB.', next: 'It is on the phone.' },
  'file-missing-stranger': {
    what: 'It was not fetched.',
    why: 'Files of people who may not start turns here stay where they are.',
    next: 'Fetch it if you trust them.',
  },
  'file-missing-not-placed': {
    what: 'It could not be put into the workspace.',
    why: 'The folder cannot be written to, or the disk is full.',
    next: 'Make room or check the folder, then fetch it again.',
  },
  'file-not-fetched': { what: 'The file did not come.', why: '{why}', next: 'Try again later.' },
  'voice-saved': {
    what: 'Your voice message is saved as {path}.',
    why: 'Voice messages cannot be transcribed yet, so I know only that it is there.',
    next: 'Write what it is about.',
  },
};
