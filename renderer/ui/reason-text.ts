import type { Reason } from '#contract/model/reason.ts';
import { renderParts } from '#contract/text/render.ts';

/** What happened and why, for a stored reason. A code nobody has words for yet is still shown, never hidden. */
export const reasonText = (reason: Reason): string => {
  const { what, why } = renderParts(reason);
  return [what, why].filter((part) => part?.trim()).join(' ');
};

/** The same in parts, for a notice with a title and a next step. */
export const reasonParts = (
  reason: Reason | null,
): { readonly what: string | null; readonly why: string | null; readonly next: string | null } => {
  if (reason === null) return { what: null, why: null, next: null };
  const { what, why, next } = renderParts(reason);
  return { what, why: why?.trim() || null, next: next?.trim() || null };
};
