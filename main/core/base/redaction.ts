export interface Redactor {
  /** From now on this value never appears in what `clean` returns. Values under 6 characters are ignored. */
  add(secret: string): void;
  clean(text: string): string;
}

// Shapes of well-known keys, for values that were never registered.
const shapes =
  /\b(sk-[A-Za-z0-9_-]{16,}|ghp_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16}|Bearer [A-Za-z0-9._~+/-]{16,})/g;

/** The one place where secrets are taken out of text that leaves memory (logs, errors, audit). */
export const createRedactor = (): Redactor => {
  // The longest first: one may be the beginning of another.
  let secrets: readonly string[] = [];
  return {
    add(secret) {
      if (secret.length < 6) return;
      // As it stands inside JSON, too.
      const forms = [secret, JSON.stringify(secret).slice(1, -1)];
      secrets = [...new Set([...secrets, ...forms])].sort((a, b) => b.length - a.length);
    },
    clean(text) {
      let out = text;
      for (const secret of secrets) if (out.includes(secret)) out = out.replaceAll(secret, '•••');
      return out.replace(shapes, '•••');
    },
  };
};
