import type { Sentence } from './sentences.ts';

/** What is said of the emergency stop. */
export const emergencySentences = {
  'emergency-stop': { what: 'Everything was stopped.', next: 'It goes on when the emergency stop is released.' },
  'command-while-stopped': { what: 'Not run: everything is stopped.', next: 'Send it again after the release.' },
  'turn-waits-for-release': { what: 'Waits for the release: everything is stopped.' },
  'emergency-stopped': {
    what: 'Everything is stopped. Nothing is sent and no task fires; messages are kept and wait. Turns interrupted: {turns}; sandboxes frozen: {frozen}, ended: {ended}.',
    next: 'Write "release" to see what would go on, here or in the app.',
  },
  'emergency-held': {
    what: 'When released, this goes on:\n{list}\n\n',
    next: 'Write "release all", or "release all but 1 3" to drop some for good.',
  },
  'emergency-not-on': { what: 'Nothing is stopped.' },
  'emergency-released': { what: 'Released. Going on: {gone}; dropped: {dropped}.' },
  'emergency-more-held': {
    what: 'Nothing was released: {count} more have come since the list was shown.',
    next: 'Look at the list again.',
  },
  'emergency-no-such-item': { what: 'There is no {which} on the list that you were shown.', next: 'Write "release" to see it.' },
  'emergency-not-kept': {
    what: 'Everything is stopped, but that could not be written down: it would not survive a restart.',
    next: 'Make room on the disk, then stop everything again.',
  },
  'sandbox-frozen': { what: 'Frozen by the emergency stop.' },
  'dropped-by-you': { what: 'Dropped by you when the emergency stop was released.' },
} satisfies Readonly<Record<string, Sentence>>;
