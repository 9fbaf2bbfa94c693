/** What a person can type in place of a message. The composer lists it; core/commands recognises it (a test compares them). */
export const slashCommands = [
  { word: '/reset', kind: 'reset', argument: null },
  { word: '/undo', kind: 'undo-reset', argument: null },
  { word: '/stop', kind: 'stop', argument: null },
  { word: '/pending', kind: 'pending', argument: null },
  { word: '/status', kind: 'status', argument: null },
  { word: '/chats', kind: 'chats', argument: null },
  { word: '/open', kind: 'open', argument: 'chatIn' },
  { word: '/close', kind: 'close', argument: 'chat' },
  { word: '/help', kind: 'help', argument: null },
  { word: '/approve', kind: 'answer', argument: 'id' },
  { word: '/deny', kind: 'answer', argument: 'id' },
] as const;
export type SlashCommand = (typeof slashCommands)[number];
