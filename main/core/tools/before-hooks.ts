import { messageOf } from '#contract/errors.ts';
import type { Hook } from '#plugin-api';
import { unlessAborted, within } from '../base/abort.ts';

/** What the hooks are told of a call. */
export type BeforeEvent = Parameters<Hook['run']>[0];

/**
 * Asks each hook about a call, in order; why it is refused, or null. A hook may only tighten, so one that throws, answers
 * nonsense or takes longer than `deadlineMs` counts as a no. Rejects only with the signal's reason.
 */
export const askHooks = async (
  hooks: readonly { readonly impl: Pick<Hook, 'run'>; readonly pluginId: string }[],
  o: { readonly event: BeforeEvent; readonly deadlineMs: number },
  signal: AbortSignal,
): Promise<string | null> => {
  for (const { impl, pluginId } of hooks) {
    const over = new AbortController();
    try {
      // A copy: what was looked at is what runs. Async: what a hook throws at once is a rejection, too.
      const asked = (async () => (await impl.run(structuredClone(o.event), AbortSignal.any([signal, over.signal]))).deny)();
      const late = (): Error => new Error(`no answer within ${o.deadlineMs / 1000} s`);
      const deny = await unlessAborted(within(o.deadlineMs, asked, late), signal);
      if (deny !== undefined) return deny;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      return `the plugin ${pluginId} failed: ${messageOf(error)}`;
    } finally {
      over.abort(new Error('the call goes on without this hook'));
    }
  }
  return null;
};
