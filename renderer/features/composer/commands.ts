import { type SlashCommand, slashCommands } from '#contract/model/slash-commands.ts';
import { type TextKey, t } from '../../locales/translate.ts';

/** What the popup says of a command. */
export const commandText = ({ word }: SlashCommand): string => t(`command.${word.slice(1)}` as TextKey);

/** The commands that what is typed may become; none once a blank follows. */
export const matchCommands = (text: string): readonly SlashCommand[] =>
  /^\/\S*$/.test(text) ? slashCommands.filter(({ word }) => word.startsWith(text.toLowerCase())) : [];
