import type { Intent } from './intent.ts';
import { askMe, startOver } from './intents/asking.ts';
import { count } from './intents/count.ts';
import { fileCame } from './intents/file-came.ts';
import { findText } from './intents/find-text.ts';
import { findFiles, listFiles } from './intents/list-files.ts';
import { biggestFiles, changedToday, clock, diskUsed } from './intents/looking.ts';
import { forget, recall, remember } from './intents/memory.ts';
import { readFile } from './intents/read-file.ts';
import { createLater, remind, reminderDue } from './intents/reminders.ts';
import { runCommand } from './intents/run-command.ts';
import { hello, help, thanks, whoAreYou } from './intents/small-talk.ts';
import { biggestReceipt, spending, spendingTable } from './intents/spending.ts';
import { cancelTask, listTasks } from './intents/tasks.ts';
import { tellSomebody, tellTotal } from './intents/tell.ts';
import { tidyDownloads, undoTidy } from './intents/tidy.ts';
import { addTodo, showTodos, tickTodo } from './intents/todos.ts';
import { webFetch, webSearch } from './intents/web.ts';
import { makeNote, replaceText, writeFile } from './intents/write-file.ts';

// The narrow ones stand before the wide ones.
const now: readonly Intent[] = [
  fileCame,
  runCommand,
  reminderDue,
  hello,
  help,
  whoAreYou,
  thanks,
  startOver,
  remind,
  listTasks,
  cancelTask,
  undoTidy,
  tidyDownloads,
  tellTotal,
  biggestReceipt,
  spendingTable,
  addTodo,
  tickTodo,
  showTodos,
  remember,
  recall,
  forget,
  makeNote,
  replaceText,
  writeFile,
  webFetch,
  webSearch,
  askMe,
  count,
  biggestFiles,
  changedToday,
  diskUsed,
  clock,
  findFiles,
  readFile,
  spending,
  findText,
  listFiles,
  tellSomebody,
];

/** All rules; the first that matches is taken. */
export const rules: readonly Intent[] = [createLater((sentence) => now.some((rule) => rule.begin(sentence) !== null)), ...now];
