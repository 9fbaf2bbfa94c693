import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { isAppError } from '#contract/errors.ts';
import { t } from '../locales/translate.ts';

const AppData = z.object({ code: z.string(), text: z.string() });

/** The call never got an answer: whether it happened is not known. */
export const isLost = (error: unknown): boolean => isAppError(error) && error.code === 'no-host';

/** The host's kebab-case code, when the failure is one of its own. */
export const failureCode = (error: unknown): string | null => {
  if (isAppError(error)) return error.code;
  const data = error instanceof ORPCError ? AppData.safeParse(error.data) : null;
  return data?.success ? data.data.code : null;
};

/** One sentence for a person: the host's own when it sent one. */
export const failureText = (error: unknown): string => {
  if (isLost(error)) return t('failure.noHost');
  const data = error instanceof ORPCError ? AppData.safeParse(error.data) : null;
  if (data?.success) return data.data.text;
  console.error(error);
  return error instanceof ORPCError && error.code === 'BAD_REQUEST' ? t('failure.badInput') : t('failure.unexpected');
};
