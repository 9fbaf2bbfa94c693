/** Every text that the shell itself shows: tray, notifications, dialogs. The window has its own in renderer/locales. */
const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const texts = {
  name: 'Pynchy',
  tray: {
    open: 'Open Pynchy',
    newChat: 'New chat',
    quickAsk: 'Quick question …',
    pause: 'Pause everything',
    goOn: 'Continue everything',
    emergencyStop: 'Emergency stop',
    release: 'Everything is stopped: release in the window …',
    approvals: (n: number) => (n === 0 ? 'Nothing waits for you' : `${counted(n, 'approval', 'approvals')} waiting …`),
    quit: 'Quit Pynchy',
    stopping: (running: number) =>
      running === 0 ? 'Stopping …' : `Stopping: waiting for ${counted(running, 'answer', 'answers')}, 10 seconds at most`,
  },
  tooltip: {
    idle: 'Pynchy: ready',
    paused: 'Pynchy: paused',
    stopped: 'Pynchy: everything is stopped',
    working: (n: number) => `Pynchy: working on ${counted(n, 'answer', 'answers')}`,
    needsYou: (n: number) => `Pynchy: ${counted(n, 'approval waits', 'approvals wait')} for you`,
    trouble: (what: string) => `Pynchy: ${what}`,
    stopping: 'Pynchy: stopping',
  },
  trouble: {
    vaultLocked: 'the vault is locked',
    vaultDamaged: 'the vault is damaged',
    connection: (name: string) => `${name} is not connected`,
    notice: 'something was found at the start; open the window to read it',
  },
  notice: {
    stillRunning: 'Pynchy is still running',
    stillRunningWhere: 'It stays in the tray and goes on working. Quit it in the tray menu.',
    stillRunningNoTray: 'It stays in the task bar and goes on working, because this desktop has no tray.',
    needsYou: 'Pynchy needs your answer',
    answered: (chat: string) => `Answer in ${chat}`,
    failed: (chat: string) => `No answer in ${chat}`,
    openToRead: 'Open to read it.',
  },
  crash: {
    title: 'The window stopped working twice',
    body: 'Pynchy itself goes on; nothing is lost. Open the window again, or restart the computer if it keeps happening.',
    again: 'Open again',
  },
  failed: {
    title: 'Pynchy could not start',
  },
  stopped: {
    title: 'Pynchy has to stop',
    body: (why: string) => `An error that was not expected: ${why}. Unfinished work goes on when you start it again.`,
  },
  autostart: {
    development: 'This is a checkout and no installed app, so it cannot be started at login.',
    unknown: 'This system has no way that Pynchy knows to start a program at login.',
  },
  openPath: {
    outside: 'Only files and folders of Pynchy can be opened from here.',
    gone: 'That is not there any more.',
  },
} as const;
