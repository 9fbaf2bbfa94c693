import { type Reason, reason } from '#contract/model/reason.ts';

/** What a provider may say about itself, each with a sentence of its own. */
const known: readonly Reason[] = [
  reason('engine-absent'),
  reason('engine-denied'),
  reason('engine-slow'),
  reason('engine-gone'),
  reason('engine-too-old'),
  reason('engine-wrong-kind'),
  reason('engine-disk-full'),
  reason('engine-misconfigured'),
  reason('image-missing'),
  reason('image-failed'),
  reason('image-cancelled'),
  reason('image-unfit'),
  reason('image-no-recipe'),
];

/** The reason for a provider's failed result; `start-failed` with its text for a code that has no sentence. */
export const reasonOfFault = (provider: string, fault: { readonly code: string; readonly text: string }): Reason => {
  const params = { provider, detail: fault.text.slice(0, 500) };
  const found = known.find(({ code }) => code === fault.code);
  return reason(found?.code ?? 'start-failed', { ...params, code: fault.code });
};
