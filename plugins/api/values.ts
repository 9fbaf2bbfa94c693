/** Undoes one registration. Idempotent; must not throw. */
export interface Disposable {
  dispose(): Promise<void>;
}

/** Points at a vault entry. Only `ctx.reveal` turns it into text, and only for the plugin it was handed to. */
export interface SecretRef {
  readonly secret: string;
  readonly purpose: string;
}

/** A file kept by content hash. */
export interface BlobRef {
  readonly sha256: string;
  readonly bytes: number;
  readonly mime: string;
  readonly name?: string;
}

/** Expected outcomes are values. `code` is kebab-case; `text` is for logs, never for a person. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly text: string; readonly retryAfterMs?: number };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (code: string, text: string, retryAfterMs?: number): Result<never> =>
  retryAfterMs === undefined ? { ok: false, code, text } : { ok: false, code, text, retryAfterMs };
