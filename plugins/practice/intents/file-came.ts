import { fileAlone } from '../conversation.ts';
import { defineIntent, type Move, say } from '../intent.ts';

/** A file without a word. */
export const fileCame = defineIntent<string>({
  id: 'file-came',
  examples: [],
  match: ({ raw }) => fileAlone(raw),
  next: (path): Move =>
    say(
      path === ''
        ? 'A file came that could not be fetched, so I do not have it. The message says why.'
        : `I have put it into the workspace: ${path}. Fixed rules cannot look into pictures or listen; of a text say “read ${path}”.`,
    ),
});
