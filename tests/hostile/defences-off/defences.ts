import { boundaries } from './boundaries.ts';
import type { Defence } from './change.ts';
import { judgement } from './judgement.ts';

const kept = new Set((process.env.PYNCHY_HOSTILE_KEEP ?? '').split(','));

/** What is taken out of the host of this process. `PYNCHY_HOSTILE_KEEP` names some that stay, so that others can be tried alone. */
export const defences: readonly Defence[] = [...judgement, ...boundaries].filter(({ name }) => !kept.has(name));
