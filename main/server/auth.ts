import { createHash, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeFileAtomic } from '#core/base/atomic-file.ts';
import { newToken } from '#core/base/ids.ts';

const linkMs = 10 * 60_000;
const sessionMs = 30 * 86_400_000;
const keptSessions = 50;

const Sessions = z.array(z.object({ hash: z.string(), at: z.number() }));

/**
 * Who may speak to the host: whoever has the host token (CLI), or a browser that swapped a one-use code for a cookie. Browser
 * sessions are kept as hashes, so that an open tab still counts after a restart.
 */
export const createAuth = (o: { sessionsFile: string; now: () => number }) => {
  const token = newToken();
  const codes = new Map<string, { expires: number; used: boolean }>();
  let sessions = load(o.sessionsFile).filter((s) => s.at + sessionMs > o.now());

  return {
    token,
    newCode(): string {
      for (const [old, { expires }] of codes) if (expires < o.now()) codes.delete(old);
      const code = newToken();
      codes.set(code, { expires: o.now() + linkMs, used: false });
      return code;
    },
    /** Swaps a code, once, for the value of the cookie. */
    redeem(code: string): { ok: true; session: string } | { ok: false; code: 'link-used' | 'link-expired' } {
      const known = codes.get(code);
      if (!known || known.used) return { ok: false, code: 'link-used' };
      if (known.expires < o.now()) return { ok: false, code: 'link-expired' };
      known.used = true;
      const session = newToken();
      sessions = [...sessions.slice(-keptSessions + 1), { hash: hashOf(session), at: o.now() }];
      writeFileAtomic(o.sessionsFile, JSON.stringify(sessions));
      return { ok: true, session };
    },
    isSession: (session: string): boolean => sessions.some((s) => s.at + sessionMs > o.now() && same(s.hash, hashOf(session))),
    isToken: (given: string): boolean => same(hashOf(given), hashOf(token)),
  };
};
export type Auth = ReturnType<typeof createAuth>;

const hashOf = (value: string): string => createHash('sha256').update(value).digest('hex');
const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
const load = (file: string): z.infer<typeof Sessions> => {
  if (!existsSync(file)) return [];
  try {
    return Sessions.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // A damaged list signs browsers out; a new link signs them in again.
    return [];
  }
};
