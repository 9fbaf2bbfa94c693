import type { AsksService } from '../../services/asks.ts';
import { createSecretAsks } from '../../services/secret-asks.ts';
import type { SecretTickets } from '../../services/secret-tickets.ts';
import { createSecretsService } from '../../services/secrets.ts';
import type { Foundation } from '../foundation.ts';

/** Secrets for commands and fetches, and the requests of agents for them. */
export const wireSecrets = (f: Foundation, w: { asks: AsksService; tickets: SecretTickets }) => {
  const { store, vault, clock, audit } = f;
  const secrets = createSecretsService({
    store,
    vault,
    clock,
    audit,
    addSecret: f.redactor.add,
    tickets: w.tickets,
    log: f.logFile.scope('secrets'),
  });
  return { secrets, secretAsks: createSecretAsks({ store, asks: w.asks, secrets, now: clock.now }) };
};
