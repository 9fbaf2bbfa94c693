/** Two linked numbers: the owner's own, and one for the assistant. */
export const links = ['Olga', 'Desk'] as const;
export type Link = (typeof links)[number];
export const writers = ['Olga', 'Ann', 'Bob'] as const;
export type Writer = (typeof writers)[number];

export const people: readonly (readonly [number: string, name: Link | Writer])[] = [
  ['491701', 'Olga'],
  ['491702', 'Desk'],
  ['491703', 'Ann'],
  ['491704', 'Bob'],
];
export const groups = {
  Family: ['Olga', 'Ann', 'Bob'],
  Team: ['Desk', 'Ann', 'Bob'],
  Both: ['Olga', 'Desk', 'Ann', 'Bob'],
  /** Nobody has opened it: nothing of it is kept. */
  Secret: ['Olga', 'Desk', 'Ann', 'Bob'],
} as const;
export type Group = keyof typeof groups;
/** The groups that are opened, by link. */
export const opened: Readonly<Record<Link, readonly Group[]>> = { Olga: ['Family', 'Both'], Desk: ['Team', 'Both'] };

/** A way to write somewhere, and which links answer or keep it there. */
export interface Way {
  readonly who: Writer;
  readonly to: Group | Link;
  /** `ask` is to be answered, `chat` is kept as context, `private` is kept nowhere. */
  readonly kind: 'ask' | 'chat' | 'private';
  readonly links: readonly Link[];
}
export const ways: readonly Way[] = [
  { who: 'Olga', to: 'Olga', kind: 'ask', links: ['Olga'] },
  { who: 'Olga', to: 'Desk', kind: 'ask', links: ['Desk'] },
  { who: 'Olga', to: 'Family', kind: 'ask', links: ['Olga'] },
  { who: 'Ann', to: 'Team', kind: 'ask', links: ['Desk'] },
  { who: 'Bob', to: 'Team', kind: 'ask', links: ['Desk'] },
  { who: 'Ann', to: 'Both', kind: 'ask', links: ['Olga', 'Desk'] },
  { who: 'Olga', to: 'Both', kind: 'ask', links: ['Olga', 'Desk'] },
  { who: 'Ann', to: 'Family', kind: 'chat', links: ['Olga'] },
  { who: 'Bob', to: 'Both', kind: 'chat', links: ['Olga', 'Desk'] },
  { who: 'Olga', to: 'Family', kind: 'chat', links: ['Olga'] },
  { who: 'Bob', to: 'Olga', kind: 'private', links: [] },
  { who: 'Ann', to: 'Desk', kind: 'private', links: [] },
  { who: 'Bob', to: 'Secret', kind: 'private', links: [] },
];

/** Whose phones show what is written there. */
export const readersOf = ({ who, to }: Pick<Way, 'who' | 'to'>): readonly (Link | Writer)[] =>
  to in groups ? groups[to as Group] : [...new Set([who, to as Link])];
