/** What `/help` answers: every command that can be typed, in any chat and on any phone. */
export const commandHelp = [
  '!COMMAND  runs a shell command in the sandbox, without the model',
  'stop  ends what runs here',
  'stop everything  is the emergency stop: models, sandboxes, messages and tasks; release shows what waits and lets it go on',
  'reset context  begins anew; /undo within 10 minutes takes it back',
  'status  says what runs and what waits',
  'env add NAME=VALUE  keeps a secret for commands of this workspace; the model never sees it; env list, env remove NAME',
  'pending  lists the requests that wait for you',
  'approve ID, deny ID  answer one of them',
  '/answer ID WORDS  answers a question, where several wait',
  'Only in a chat of the admin workspace that nobody else reads:',
  '/chats  lists the chats of your linked numbers',
  '/open NAME in WORKSPACE  lets Pynchy read a chat',
  '/close NAME  ends that',
].join('\n');
