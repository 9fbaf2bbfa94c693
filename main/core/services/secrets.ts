import { AppError, messageOf } from '#contract/errors.ts';
import { longestSecret, secretNameProblem, shortestSecret } from '#contract/model/typed-secret.ts';
import type { SecretView } from '#contract/ui/domains/secrets.ts';
import type { Clock } from '../base/clock.ts';
import { createHider, type Hider } from '../base/hide-values.ts';
import { newId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Audit } from '../store/audit.ts';
import type { WorkspaceSecret } from '../store/repositories/secrets.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import { hostOf } from './host-name.ts';
import type { SecretTicket, SecretTickets } from './secret-tickets.ts';

export interface SecretsDeps {
  readonly store: Pick<Store, 'secrets' | 'workspaces' | 'db'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'append'>;
  /** From then on it is in no log. */
  readonly addSecret: (value: string) => void;
  readonly tickets: Pick<SecretTickets, 'issue'>;
  readonly log: Log;
}
/** Who gave or took one, for the record. */
export interface ByWhom {
  readonly personId: string;
  readonly surface: string;
}
interface ForWhat {
  readonly turnId: string;
  readonly callId: string;
}
export interface NewSecret {
  readonly workspaceId: string;
  readonly name: string;
  readonly value: string;
  readonly forCommands?: boolean;
  readonly hosts?: readonly string[];
}

const entryPrefix = 'env:';
const typedPrefix = 'typed:';
// A secret goes to the very host that was named, and not to everybody below it.
const exactHost = (typed: string): string => {
  const host = hostOf(typed);
  if (host.startsWith('*.')) throw new AppError('host-bad', { host: typed });
  return host;
};
const purpose = 'for commands of a workspace';

/**
 * Secrets of workspaces: the vault has the values, the database has the names. A value is kept first, in an entry of its own, and
 * counts from the commit of the row that names this entry, together with what it may be used for.
 */
export const createSecretsService = (deps: SecretsDeps) => {
  const { store, vault, clock } = deps;
  // Also those that were replaced or removed: until the host ends they may still stand in files.
  const known = new Map<string, Set<string>>();
  const hiders = new Map<string, Hider>();
  let isLoaded = false;

  const know = (workspaceId: string, value: string): void => {
    const values = known.get(workspaceId) ?? new Set();
    if (values.has(value)) return;
    known.set(workspaceId, values.add(value));
    hiders.delete(workspaceId);
    deps.addSecret(value);
  };
  const readValue = ({ workspaceId, name, entry }: WorkspaceSecret): string | null => {
    if (vault.state() !== 'ready' || !vault.has(entry)) return null;
    try {
      return vault.get(entry);
    } catch (error) {
      // An altered entry cannot be used, and must not stop the tools of its workspace.
      deps.log('error', 'a secret cannot be read', { workspaceId, name, error: messageOf(error) });
      return null;
    }
  };
  const load = (): void => {
    if (isLoaded || vault.state() !== 'ready') return;
    for (const secret of store.secrets.all()) {
      const value = readValue(secret);
      if (value !== null) know(secret.workspaceId, value);
    }
    isLoaded = true;
  };
  const mustBeWorkspace = (workspaceId: string): void => {
    if (!store.workspaces.byId(workspaceId)) throw new AppError('not-found', { what: 'workspace', name: workspaceId });
  };
  const notThere = (workspaceId: string, name: string): AppError =>
    new AppError('not-found', { what: 'secret', name, where: ` in ${store.workspaces.byId(workspaceId)?.name ?? ''}` });
  const record = (workspaceId: string, by: ByWhom, outcome: string, name: string): void =>
    deps.audit.append({
      actor: `person:${by.personId}`,
      workspaceId,
      turnId: null,
      callHash: null,
      decision: 'allow',
      rule: 'secret-of-workspace',
      outcome,
      detail: `${name} on ${by.surface}`,
    });
  const handOut = (secret: WorkspaceSecret, rule: string, forWhat: ForWhat): string | null => {
    const { workspaceId, name } = secret;
    const value = readValue(secret);
    if (value === null) return null;
    know(workspaceId, value);
    store.db.tx(() => {
      store.secrets.used(workspaceId, name, clock.now());
      deps.audit.append({
        actor: 'host',
        workspaceId,
        turnId: forWhat.turnId,
        callHash: null,
        decision: 'allow',
        rule,
        outcome: 'revealed',
        detail: `${name} to ${forWhat.callId}`,
      });
    });
    return value;
  };
  const viewOf = ({ workspaceId: _, entry: __, hosts, ...secret }: ReturnType<typeof store.secrets.list>[number]): SecretView => ({
    ...secret,
    hosts: [...hosts],
  });

  // No row names it. What cannot be let go now goes at the next start.
  const letGo = (entry: string): void => {
    try {
      if (vault.state() === 'ready' && vault.has(entry)) vault.remove(entry);
    } catch (error) {
      deps.log('warn', 'a value that no secret has any more is still in the vault', { error: messageOf(error) });
    }
  };
  /** Throws secret-name-bad, secret-name-refused, secret-too-short, secret-too-long, vault-locked. */
  const check = ({ name, value }: Pick<NewSecret, 'name' | 'value'>): void => {
    const problem = secretNameProblem(name);
    if (problem !== null) throw new AppError(problem, { name });
    // Blanks do not count: what is printed is searched without them.
    if (value.replaceAll(/\s/g, '').length < shortestSecret) throw new AppError('secret-too-short', { name, limit: shortestSecret });
    if (value.length > longestSecret || value.includes('\0')) throw new AppError('secret-too-long', { name, limit: longestSecret });
  };
  const keep = (secret: NewSecret, by: ByWhom): void => {
    check(secret);
    mustBeWorkspace(secret.workspaceId);
    const { workspaceId, name, value } = secret;
    const before = store.secrets.get(workspaceId, name);
    const entry = `${entryPrefix}${newId('val', clock.now())}`;
    vault.put(entry, value, purpose);
    know(workspaceId, value);
    try {
      store.db.tx(() => {
        store.secrets.put(
          {
            workspaceId,
            name,
            forCommands: secret.forCommands ?? before?.forCommands ?? true,
            hosts: secret.hosts ?? before?.hosts ?? [],
            entry,
          },
          clock.now(),
        );
        record(workspaceId, by, before ? 'replaced' : 'stored', name);
      });
    } catch (error) {
      letGo(entry);
      throw error;
    }
    if (before) letGo(before.entry);
    deps.log('info', 'a secret was stored', { workspaceId, name });
  };

  return {
    check,
    keep,
    /** A value from a message that is about to be stored. While the vault is locked nothing is kept. */
    keepTyped(messageId: string, value: string): void {
      deps.addSecret(value);
      if (vault.state() === 'ready') vault.put(`${typedPrefix}${messageId}`, value, 'typed, not yet named');
    },
    dropTyped(messageId: string): void {
      letGo(`${typedPrefix}${messageId}`);
    },
    /** Names what was typed in this message. Repeating it is the same, until `dropTyped` says that it is done. Throws as `keep` does, and secret-not-kept. */
    nameTyped(messageId: string, o: { workspaceId: string; name: string; by: ByWhom }): void {
      const entry = `${typedPrefix}${messageId}`;
      if (vault.state() !== 'ready') throw new AppError(vault.state() === 'locked' ? 'vault-locked' : 'vault-damaged');
      if (!vault.has(entry)) throw new AppError('secret-not-kept', { name: o.name });
      keep({ workspaceId: o.workspaceId, name: o.name, value: vault.get(entry) }, o.by);
    },
    /** Messages whose value waits for its name; the others' values are let go. */
    typedLeft(isWaiting: (messageId: string) => boolean): string[] {
      if (vault.state() !== 'ready') return [];
      const ids = vault.names(typedPrefix).map((name) => name.slice(typedPrefix.length));
      for (const id of ids) if (!isWaiting(id)) vault.remove(`${typedPrefix}${id}`);
      return ids.filter(isWaiting);
    },
    /** At a start: what no row names any more goes from the vault. */
    sweep(): void {
      if (vault.state() !== 'ready') return;
      load();
      const named = new Set(store.secrets.all().map(({ entry }) => entry));
      for (const entry of vault.names(entryPrefix)) if (!named.has(entry)) letGo(entry);
    },
    list: (workspaceId: string): SecretView[] => store.secrets.list(workspaceId).map(viewOf),
    change(o: { workspaceId: string; name: string; forCommands: boolean; hosts: readonly string[] }, by: ByWhom): void {
      const hosts = [...new Set(o.hosts.map(exactHost))];
      const before = store.secrets.get(o.workspaceId, o.name);
      store.db.tx(() => {
        if (!store.secrets.change(o.workspaceId, o.name, { forCommands: o.forCommands, hosts })) throw notThere(o.workspaceId, o.name);
        if (before?.forCommands !== o.forCommands)
          record(o.workspaceId, by, o.forCommands ? 'allowed-for-commands' : 'refused-for-commands', o.name);
        if (before?.hosts.join() !== hosts.join()) record(o.workspaceId, by, `hosts: ${hosts.join(' ') || 'none'}`, o.name);
      });
    },
    /** First the name, so that nothing can use it any more; throws not-found, vault-locked. */
    remove(workspaceId: string, name: string, by: ByWhom): void {
      if (vault.state() === 'locked') throw new AppError('vault-locked');
      const before = store.secrets.get(workspaceId, name);
      store.db.tx(() => {
        if (!store.secrets.remove(workspaceId, name)) throw notThere(workspaceId, name);
        record(workspaceId, by, 'removed', name);
      });
      if (before) letGo(before.entry);
      deps.log('info', 'a secret was removed', { workspaceId, name });
    },
    /** Names that commands there may ask for. */
    forCommands: (workspaceId: string): string[] => store.secrets.list(workspaceId).flatMap((s) => (s.forCommands ? [s.name] : [])),
    /** The environment of one call. Null for a name that may not be used or cannot be read now. */
    reveal(workspaceId: string, name: string, forWhat: ForWhat): string | null {
      const secret = store.secrets.get(workspaceId, name);
      return secret?.forCommands ? handOut(secret, 'secret-for-command', forWhat) : null;
    },
    /** Those that may go out in headers of fetches, and to which hosts. */
    forHosts: (workspaceId: string) => store.secrets.list(workspaceId).filter(({ hosts }) => hosts.length > 0),
    /** For one fetch: the value comes in where the request leaves for a host of the list. Null as for `reveal`. */
    ticket(workspaceId: string, name: string, forWhat: ForWhat): SecretTicket | null {
      const secret = store.secrets.get(workspaceId, name);
      const value = secret && secret.hosts.length > 0 ? handOut(secret, 'secret-for-fetch', forWhat) : null;
      return secret && value !== null ? deps.tickets.issue(value, secret.hosts) : null;
    },
    /** Takes the values of a workspace out of what its tools print. */
    hider(workspaceId: string): Hider {
      load();
      const made = hiders.get(workspaceId) ?? createHider([...(known.get(workspaceId) ?? [])]);
      hiders.set(workspaceId, made);
      return made;
    },
  };
};
export type SecretsService = ReturnType<typeof createSecretsService>;
