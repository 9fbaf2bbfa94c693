export type WorkKind = 'command' | 'change' | 'look' | 'web' | 'send' | 'other';

const kinds: readonly (readonly [RegExp, WorkKind])[] = [
  [/^(run|exec|bash|shell)$/, 'command'],
  [/^(write|edit|append|patch|remove|delete|move)(_|$)/, 'change'],
  [/^(read|list|glob|grep|search|find)(_|$)/, 'look'],
  [/^web_/, 'web'],
  [/^send_/, 'send'],
];

/** What a tool does, from its name. */
export const workKind = (tool: string): WorkKind => kinds.find(([pattern]) => pattern.test(tool))?.[1] ?? 'other';

export const workKinds: readonly WorkKind[] = ['command', 'change', 'look', 'web', 'send', 'other'];
