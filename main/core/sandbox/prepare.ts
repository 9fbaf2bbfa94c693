import { messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { SandboxProvider } from '#plugin-api';
import { reasonOfFault } from './provider-fault.ts';

/** Has the provider get what a start needs; `told` hears of the progress. The image, or why there is none. */
export const prepareImage = async (
  provider: SandboxProvider,
  recipeDir: string | null,
  told: (progress: Reason) => void,
  signal: AbortSignal,
): Promise<{ ok: true; image: string } | { ok: false; why: Reason }> => {
  if (provider.prepare === undefined) return { ok: true, image: '' };
  try {
    for await (const event of provider.prepare(recipeDir, signal)) {
      if ('done' in event)
        return event.done.ok ? { ok: true, image: event.done.value.image } : { ok: false, why: reasonOfFault(provider.id, event.done) };
      const { step, doneBytes, totalBytes, text } = event;
      told(reason('image-preparing', { step, doneBytes, totalBytes, text: text.slice(0, 200) }));
    }
    return { ok: false, why: reason('image-failed', { provider: provider.id, detail: 'it ended without a result' }) };
  } catch (error) {
    return { ok: false, why: reason('image-failed', { provider: provider.id, detail: messageOf(error) }) };
  }
};
