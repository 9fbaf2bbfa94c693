import { IconTerminal } from '@tabler/icons-react';
import { commandText } from '#contract/text/command-line.ts';
import './command-note.css';

/** What a command line may do, as far as it can be told by reading it; nothing for calls that are no command line. */
export const CommandNote = ({ tool, input }: { readonly tool: string; readonly input: Readonly<Record<string, unknown>> }) => {
  const text = commandText(tool, input);
  if (text === null) return null;
  return (
    <p className="py-command-note">
      <IconTerminal size={14} aria-hidden />
      <span className="py-break" translate="no">
        {text}
      </span>
    </p>
  );
};
