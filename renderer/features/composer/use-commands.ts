import { type KeyboardEvent, useEffect, useState } from 'react';
import type { SlashCommand } from '#contract/model/slash-commands.ts';
import { commandId, popupId } from './command-popup.tsx';
import { matchCommands } from './commands.ts';

/** The popup of commands while a word with / stands alone in the field, and the keys that choose in it. */
export const useCommands = (text: string, o: { run: (command: SlashCommand) => void; insert: (text: string) => void }) => {
  const [chosen, setChosen] = useState(0);
  const [closedFor, setClosedFor] = useState<string | null>(null);
  const commands = closedFor === text ? [] : matchCommands(text);
  const count = commands.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text begins at its first command
  useEffect(() => setChosen(0), [text]);

  const insert = (command: SlashCommand): void => o.insert(command.argument === null ? command.word : `${command.word} `);
  const take = (command: SlashCommand): void => (command.argument === null ? o.run(command) : insert(command));
  const keys: Readonly<Record<string, (command: SlashCommand) => void>> = {
    ArrowDown: () => setChosen((chosen + 1) % count),
    ArrowUp: () => setChosen((chosen + count - 1) % count),
    Enter: take,
    Tab: insert,
    Escape: () => setClosedFor(text),
  };
  return {
    commands,
    chosen,
    setChosen,
    take,
    /** True when the key was for the popup. */
    onKey(event: KeyboardEvent): boolean {
      const command = commands[chosen];
      const act = event.shiftKey ? undefined : keys[event.key];
      if (!command || !act) return false;
      event.preventDefault();
      act(command);
      return true;
    },
    /** For the field: what it controls while the popup is open. */
    fieldProps:
      count > 0 ? ({ 'aria-controls': popupId, 'aria-activedescendant': commandId(chosen), 'aria-autocomplete': 'list' } as const) : {},
  };
};
