import { fail, type Result } from '#plugin-api';

interface EngineError {
  readonly code?: string;
  readonly statusCode?: number;
  readonly message?: string;
  readonly json?: { readonly message?: string } | null;
}

/** What the engine itself said, without the library's frame around it. */
export const textOf = (error: unknown): string => {
  const { json, message } = error as EngineError;
  return (json?.message ?? message ?? String(error)).slice(0, 1_000);
};
export const statusOf = (error: unknown): number | null => (error as EngineError).statusCode ?? null;

/** The engine's error as a failed result whose code has a sentence. */
export const engineFault = (error: unknown): Result<never> => {
  const text = textOf(error);
  switch ((error as EngineError).code) {
    case 'ENOENT':
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
      return fail('engine-absent', text);
    case 'EACCES':
    case 'EPERM':
      return fail('engine-denied', text);
    case 'ETIMEDOUT':
    case 'ESOCKETTIMEDOUT':
      return fail('engine-slow', text);
    case 'ECONNRESET':
    case 'EPIPE':
      return fail(/timeout/i.test(text) ? 'engine-slow' : 'engine-gone', text);
    default:
      return faultOfText(error, text);
  }
};

/** Most of what an engine says has no code. */
const faultOfText = (error: unknown, text: string): Result<never> => {
  if (/no space left on device|disk quota exceeded/i.test(text)) return fail('engine-disk-full', text);
  if (/no such image|manifest unknown|pull access denied|repository does not exist/i.test(text)) return fail('image-missing', text);
  if (/client version .* is too (new|old)|minimum supported API version/i.test(text)) return fail('engine-too-old', text);
  if (/executable file not found|no such file or directory: unknown|exec format error/i.test(text)) return fail('image-unfit', text);
  if (/aborted|abort/i.test((error as { name?: string }).name ?? '')) return fail('cancelled', text);
  return fail('refused', text);
};
