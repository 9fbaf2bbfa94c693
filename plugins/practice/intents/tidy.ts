import { counted, table } from '../answer/markdown.ts';
import { rowsOf } from '../answer/run-output.ts';
import { call, defineIntent, type Move, say, type ToolReply } from '../intent.ts';
import { downloads, moveCommand, type PlannedMove, planCommand, undoCommand, undoScript } from './tidy-commands.ts';

const planOf = (reply: ToolReply): PlannedMove[] =>
  rowsOf(reply, 'plan').flatMap(([file, folder]) => (file && folder ? [{ file, folder }] : []));

const keptText = (reply: ToolReply): string => {
  const kept = rowsOf(reply, 'kept');
  return kept.length === 0 ? '' : `\n\nLeft as they were:\n${kept.map(([file = '', why = '']) => `- ${file}: ${why}`).join('\n')}`;
};

const movedText = (reply: ToolReply): string => {
  const moved = rowsOf(reply, 'moved');
  const folders = [...new Set(moved.map(([, folder = '']) => folder))].sort();
  const lines = folders.map(
    (folder) =>
      `- ${folder}: ${moved
        .filter((row) => row[1] === folder)
        .map((row) => row[0])
        .join(', ')}`,
  );
  const head = `Moved ${counted(moved.length, 'file')} of ${downloads} into ${counted(folders.length, 'folder')}:`;
  return moved.length === 0
    ? `Nothing was moved.${keptText(reply)}`
    : `${head}\n\n${lines.join('\n')}${keptText(reply)}\n\nThe way back is in ${undoScript}: say “undo the tidy”.`;
};

/** Shows the plan first, then moves exactly that. */
export const tidyDownloads = defineIntent<'tidy'>({
  id: 'tidy-downloads',
  examples: ['Tidy the downloads', 'Clean up my downloads folder', 'Sort the files in downloads by type'],
  match: ({ text }) =>
    /^(?:tidy|clean|sort|organi[sz]e|order|sort out|clear|neaten)\b(?: up| out)? (?:all )?(?:(?:the|my|this|these) )?(?:messy )?(?:files (?:in|of) )?(?:(?:the|my) )?(?:messy )?downloads?\b(?: folder| files| list| directory)?(?: up| out| by type| into folders)*$/i.test(
      text,
    ) || /^(?:my|the) downloads (?:folder )?(?:is|are|needs?) (?:a mess|messy|untidy|tidying|cleaning)$/i.test(text)
      ? 'tidy'
      : null,
  next: (_params, [planned, moved]): Move => {
    if (!planned) return call('run', { command: planCommand() });
    const plan = planOf(planned);
    if (plan.length === 0) return say(`${downloads} has no loose files: it is tidy already.`);
    if (!moved) {
      const rows = plan.map(({ file, folder }) => [file, `${folder}/`]);
      return call(
        'run',
        { command: moveCommand(plan) },
        `The plan for ${counted(plan.length, 'file')}:\n\n${table(['file', 'goes to'], rows)}`,
      );
    }
    return say(movedText(moved));
  },
});

/** Puts back what was tidied, from the record that tidying left. */
export const undoTidy = defineIntent<'undo'>({
  id: 'undo-tidy',
  examples: ['Undo the tidy', 'Put the downloads back', 'Undo it'],
  match: ({ text }) =>
    /^(?:undo|revert|reverse|roll back)(?: (?:the|that|it|this|my|last|tidy|tidying|tidying up|clean ?up|moves?|sorting|of|downloads?|folder))*$/i.test(
      text,
    ) ||
    /^(?:put|move|bring) (?:(?:the|my|all) )*(?:downloads?|files|everything|them|it) back(?: where (?:they|it) (?:were|was))?$/i.test(
      text,
    ) ||
    /^untidy (?:the |my )?downloads?$/i.test(text)
      ? 'undo'
      : null,
  next: (_params, [reply]): Move => {
    if (!reply) return call('run', { command: undoCommand() });
    const back = rowsOf(reply, 'back');
    if (back.length === 0) return say(`There is nothing to undo: no tidy is on record in ${undoScript}.${keptText(reply)}`);
    return say(
      `Put ${counted(back.length, 'file')} back into ${downloads}:\n\n${back.map(([, to = '']) => `- ${to.replace(/^\.\//, '')}`).join('\n')}${keptText(reply)}`,
    );
  },
});
