import { ORPCError } from '@orpc/client';
import { isAppError } from '#contract/errors.ts';
import { t } from '../locales/translate.ts';

interface AppData {
  readonly code: string;
  readonly text: string;
  readonly params: FailureDetails;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isPlain = (value: unknown): value is string | number | boolean | null =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** What the host sends with a failure of its own; null for every other failure. By hand: a parser would weigh more than the rest. */
const appData = (error: unknown): AppData | null => {
  const data: unknown = error instanceof ORPCError ? error.data : null;
  if (!isRecord(data) || typeof data.code !== 'string' || typeof data.text !== 'string') return null;
  const params = isRecord(data.params) ? Object.entries(data.params).filter((entry): entry is [string, string] => isPlain(entry[1])) : [];
  return { code: data.code, text: data.text, params: Object.fromEntries(params) };
};

/** The call never got an answer: whether it happened is not known. */
export const isLost = (error: unknown): boolean => isAppError(error) && error.code === 'no-host';

/** The host's kebab-case code, when the failure is one of its own. */
export const failureCode = (error: unknown): string | null => {
  if (isAppError(error)) return error.code;
  return appData(error)?.code ?? null;
};

export type FailureDetails = Readonly<Record<string, string | number | boolean | null>>;

/** Code, ids and time of a failure as the host sent them: parameters are public by contract, so no secret is among them. */
export const failureDetails = (error: unknown): FailureDetails => {
  const code = failureCode(error) ?? (error instanceof ORPCError ? error.code : 'unexpected');
  return { code, ...appData(error)?.params, at: new Date().toISOString() };
};

/** One sentence for a person: the host's own when it sent one. */
export const failureText = (error: unknown): string => {
  if (isLost(error)) return t('failure.noHost');
  const data = appData(error);
  if (data) return data.text;
  console.error(error);
  return error instanceof ORPCError && error.code === 'BAD_REQUEST' ? t('failure.badInput') : t('failure.unexpected');
};
