import type { SlashCommand } from '#contract/model/slash-commands.ts';
import { t } from '../../locales/translate.ts';
import { commandText } from './commands.ts';

export interface CommandPopupProps {
  readonly commands: readonly SlashCommand[];
  readonly chosen: number;
  readonly onHover: (index: number) => void;
  readonly onTake: (command: SlashCommand) => void;
}

export const popupId = 'py-commands';
export const commandId = (index: number): string => `${popupId}-${index}`;

/** The commands above the field. The field keeps the focus; its arrow keys choose here. */
export const CommandPopup = ({ commands, chosen, onHover, onTake }: CommandPopupProps) => (
  <>
    <div className="py-commands" id={popupId} role="listbox" aria-label={t('composer.commands')}>
      {commands.map((command, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and its keys choose
        // biome-ignore lint/a11y/useFocusableInteractive: the field names the active one
        <div
          key={command.word}
          id={commandId(index)}
          role="option"
          className="py-commands__one"
          aria-selected={index === chosen}
          onPointerMove={() => onHover(index)}
          // The field must not lose the focus.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(command)}
        >
          <code translate="no">
            {command.word}
            {command.argument !== null && <i> {t(`command.${command.argument}`)}</i>}
          </code>
          <span>{commandText(command)}</span>
        </div>
      ))}
    </div>
    <p className="py-hidden" role="status">
      {t('composer.commandCount', { n: commands.length })}
    </p>
  </>
);
