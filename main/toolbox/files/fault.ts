import { ToolboxError, type ToolboxErrorCode } from '../../contract/toolbox/toolbox.ts';

const codes: Readonly<Record<string, ToolboxErrorCode>> = {
  ENOENT: 'not-found',
  ENOTDIR: 'not-directory',
  EISDIR: 'is-directory',
  EEXIST: 'exists',
  ELOOP: 'outside-workspace',
  EACCES: 'not-permitted',
  EPERM: 'not-permitted',
  EROFS: 'not-permitted',
  ENOSPC: 'no-space',
  EDQUOT: 'no-space',
  EFBIG: 'too-large',
  E2BIG: 'too-large',
  ENAMETOOLONG: 'bad-request',
  EINVAL: 'bad-request',
};

/** The error code of a failed system call, '' for anything else. */
export const errnoOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Any thrown thing as the error that crosses the pipe. The path is the agent's, never the host's. */
export const toToolboxError = (error: unknown, path = ''): ToolboxError => {
  if (error instanceof ToolboxError) return error;
  if (error instanceof Error && error.name === 'AbortError') return new ToolboxError('cancelled', 'cancelled');
  const errno = errnoOf(error);
  const code = codes[errno];
  if (code !== undefined) return new ToolboxError(code, `${code}: ${path === '' ? errno : path}`);
  return new ToolboxError('io', errno === '' ? String(error) : errno);
};
