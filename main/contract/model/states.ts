/** Persisted states (design: each one is kept with a reason code). The database has a CHECK for every list here. */
export const messageStates = ['received', 'queued', 'claimed', 'answered', 'failed', 'ignored'] as const;
export type MessageState = (typeof messageStates)[number];

export const turnStates = ['queued', 'running', 'waiting', 'done', 'failed', 'cancelled', 'interrupted'] as const;
export type TurnState = (typeof turnStates)[number];

export const turnWaits = ['ask', 'child', 'quota', 'sandbox'] as const;
export type TurnWait = (typeof turnWaits)[number];

export const stepKinds = ['model', 'text', 'thinking', 'tool', 'notice', 'summary'] as const;
export type StepKind = (typeof stepKinds)[number];

export const stepStates = ['running', 'done', 'failed', 'unknown', 'discarded'] as const;
export type StepState = (typeof stepStates)[number];

export const deliveryStates = ['queued', 'sending', 'sent', 'delivered', 'read', 'unknown', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const askKinds = ['approval', 'question', 'secret'] as const;
export type AskKind = (typeof askKinds)[number];

export const askStates = ['pending', 'answered', 'denied', 'expired', 'cancelled'] as const;
export type AskState = (typeof askStates)[number];

export const linkStates = ['unlinked', 'pairing', 'syncing', 'live', 'degraded', 'conflict', 'logged-out'] as const;
export type LinkState = (typeof linkStates)[number];

export const sandboxStates = ['absent', 'preparing', 'starting', 'ready', 'stopping', 'failed'] as const;
export type SandboxState = (typeof sandboxStates)[number];

export const occurrenceStates = ['due', 'claimed', 'ok', 'failed', 'missed', 'skipped'] as const;
export type OccurrenceState = (typeof occurrenceStates)[number];

export const roles = ['owner', 'allowed', 'unknown'] as const;
export type Role = (typeof roles)[number];

export const origins = ['human', 'agent', 'harness', 'task', 'command'] as const;
export type Origin = (typeof origins)[number];

export const audiences = ['user', 'model', 'both'] as const;
export type Audience = (typeof audiences)[number];

export const effects = ['none', 'idempotent', 'once'] as const;
/** What a tool does to the world: nothing, the same when repeated, or something that must not happen twice. */
export type Effect = (typeof effects)[number];

export const tiers = ['read', 'write', 'external'] as const;
export type Tier = (typeof tiers)[number];

/** How strongly a sandbox separates; `none` is never used for an agent. */
export const isolations = ['none', 'light', 'process', 'container'] as const;
export type Isolation = (typeof isolations)[number];
