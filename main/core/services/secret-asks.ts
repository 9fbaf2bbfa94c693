import { AppError } from '#contract/errors.ts';
import type { Ask, Person } from '#contract/model/records.ts';
import type { Store } from '../store/store.ts';
import type { AsksService } from './asks.ts';
import type { SecretsService } from './secrets.ts';

/** The owner's answer to a request for a secret: the value goes to the vault, the request learns only that it did. */
export const createSecretAsks = (deps: { store: Store; asks: AsksService; secrets: SecretsService; now: () => number }) => ({
  /** Throws AppError ask-unknown, not-allowed, ask-answered, ask-expired, secret-…, vault-locked. */
  answer(o: { askId: string; value: string; person: Person; surface: string }): Ask {
    const { store, secrets } = deps;
    const ask = store.asks.find(o.askId);
    if (ask?.payload.kind !== 'secret') throw new AppError('ask-unknown', { id: o.askId });
    if (o.person.role !== 'owner') throw new AppError('not-allowed');
    const { name } = ask.payload;
    secrets.check({ name, value: o.value });
    // Only one that still waits may put a value in place of another; nothing happens between this look and the answer.
    if (ask.state === 'pending' && ask.expiresAt > deps.now())
      secrets.keep(
        { workspaceId: ask.workspaceId, name, value: o.value, forCommands: true },
        { personId: o.person.id, surface: o.surface },
      );
    return deps.asks.answer({ id: ask.id, decision: 'answer', answers: [], person: o.person, surface: o.surface, isSecretKept: true });
  },
});
export type SecretAsks = ReturnType<typeof createSecretAsks>;
