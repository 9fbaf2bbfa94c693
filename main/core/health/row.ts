import type { HealthAction, HealthRow } from '#contract/model/health.ts';
import type { Reason } from '#contract/model/reason.ts';

type Rest = Partial<Pick<HealthRow, 'since' | 'nextAt' | 'action' | 'name'>>;
const row = (state: HealthRow['state'], subject: HealthRow['subject'], id: string, reason: Reason, rest: Rest): HealthRow => ({
  id,
  subject,
  name: '',
  state,
  reason,
  since: null,
  nextAt: null,
  action: null,
  ...rest,
});

/** Rows by how they stand. One that wants a look or fails has a button: what it does is part of the row. */
export const okRow = (subject: HealthRow['subject'], id: string, reason: Reason, rest: Rest = {}): HealthRow =>
  row('ok', subject, id, reason, rest);
export const attentionRow = (subject: HealthRow['subject'], id: string, reason: Reason, action: HealthAction, rest: Rest = {}): HealthRow =>
  row('attention', subject, id, reason, { ...rest, action });
export const failingRow = (subject: HealthRow['subject'], id: string, reason: Reason, action: HealthAction, rest: Rest = {}): HealthRow =>
  row('failing', subject, id, reason, { ...rest, action });
