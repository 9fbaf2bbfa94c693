import type { StepView } from '#contract/ui/views.ts';

export interface FileChange {
  readonly path: string;
  /** null: what stood there before is not known. */
  readonly before: string | null;
  readonly after: string;
  /** The fields of the input that the change shows. */
  readonly fields: readonly string[];
}

/** What an edit or a write was to do to a file, from what the tool was asked; null for other calls. */
export const changeOf = ({ tool }: StepView): FileChange | null => {
  const { path, old, new: fresh, all, content } = tool?.input ?? {};
  if (typeof path !== 'string') return null;
  if (typeof old === 'string' && typeof fresh === 'string')
    return { path, before: old, after: fresh, fields: ['path', 'old', 'new', ...(all === false ? ['all'] : [])] };
  if (tool?.name === 'write' && typeof content === 'string') return { path, before: null, after: content, fields: ['path', 'content'] };
  return null;
};
