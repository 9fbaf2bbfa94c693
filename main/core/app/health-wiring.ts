import { statfsSync } from 'node:fs';
import { AppError } from '#contract/errors.ts';
import { monthStart } from '../accounts/candidates.ts';
import { createHealth, type Health } from '../health/health.ts';
import type { AccountFacts, HealthPorts, SandboxFacts } from '../health/ports.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { Registry } from '../plugins/registry.ts';
import type { Sandboxes } from '../sandbox/ports.ts';
import type { AccountsService } from '../services/accounts.ts';
import type { ChatsService } from '../services/chats.ts';
import type { DeputyService } from '../services/deputy.ts';
import { faultText, type ProfilesService } from '../services/profiles.ts';
import { createHealthViews } from '../store/views/health.ts';
import type { Foundation } from './foundation.ts';

export interface HealthParts {
  readonly about: { readonly version: string; readonly pid: number; readonly startedAt: number; readonly dataDir: string };
  readonly accounts: AccountsService;
  readonly plugins: Plugins;
  readonly deputy: DeputyService;
  readonly profiles: ProfilesService;
  readonly registry: Registry;
  readonly sandboxes: Sandboxes;
  /** What a workspace's choice comes to. */
  readonly runtime: (choice: string) => string;
  readonly isNoAi: (provider: string) => boolean;
  readonly chats: Pick<ChatsService, 'tryWaiting'>;
}

const quietFaults = new Set(['engine-absent', 'image-no-recipe', 'start-failed']);

/** The health stage over what this host has. */
export const wireHealth = (f: Foundation, p: HealthParts): Health => {
  const { store, clock } = f;
  const views = createHealthViews(store.db);
  const accountById = (id: string) => {
    const account = store.accounts.byId(id);
    if (!account) throw new AppError('not-found', { what: 'account', name: id });
    return account;
  };
  const pluginOf = (provider: string): AccountFacts['plugin'] => {
    const found = p.plugins.list().find(({ manifest }) => manifest?.contributes.some((c) => c.kind === 'provider' && c.id === provider));
    return found ? { id: found.id, isOn: found.state === 'active' } : null;
  };
  const accountFacts = (): AccountFacts[] =>
    store.accounts.list().map((a) => ({
      id: a.id,
      name: a.name,
      provider: a.provider,
      baseUrl: a.baseUrl,
      noAi: p.isNoAi(a.provider),
      hasKey: a.keyRef !== null,
      needsKey: p.registry.find('provider', a.provider)?.needsKey === 'yes',
      plugin: pluginOf(a.provider),
      isOverBudget: a.budgetTokens !== null && store.accounts.spent(a.id, monthStart(clock.now())) >= a.budgetTokens,
      lastDone: views.lastDone(a.id),
      lastFailed: views.lastFailed(a.id),
      nextAt: views.nextTry(a.id),
    }));
  // Who has no engine at all lacks nothing while another sandbox works; one that is there and does not work is told.
  const faultOf = (choice: string, provider: string | null): SandboxFacts['fault'] => {
    const wanted = p.runtime(choice);
    const faults = p.sandboxes.faults().filter((fault) => fault.provider !== provider);
    const named = faults.find((fault) => wanted === fault.provider || wanted === p.registry.pluginOf('sandbox', fault.provider));
    return named ?? (wanted === 'auto' ? faults.find(({ reason }) => !quietFaults.has(reason.code)) : undefined) ?? null;
  };
  const sandboxFacts: HealthPorts['sandboxes'] = async () => {
    const running = new Map(p.sandboxes.status().map((s) => [s.workspaceId, s]));
    return Promise.all(
      store.workspaces.list().map(async (w) => {
        const now = running.get(w.id);
        const isUp = now !== undefined && now.state !== 'absent' && now.state !== 'failed';
        const force = isUp ? now : await p.sandboxes.inForce(w.id);
        return {
          workspaceId: w.id,
          workspace: w.name,
          choice: w.sandbox,
          provider: force?.provider ?? null,
          isolation: force?.isolation ?? null,
          version: force?.version ?? null,
          state: now?.state ?? ('absent' as const),
          reason: now?.reason ?? null,
          fault: faultOf(w.sandbox, force?.provider ?? null),
        };
      }),
    );
  };
  const health = createHealth(
    {
      about: { ...p.about, node: process.versions.node, sqlite: views.sqlite(), system: `${process.platform} ${process.arch}` },
      notices: () => f.notices,
      memoryBytes: () => process.memoryUsage.rss(),
      freeBytes: () => freeBytesAt(p.about.dataDir),
      databaseBytes: views.databaseBytes,
      vault: () => ({ state: f.vault.state(), reason: f.vault.reason(), entries: f.vault.entries(), slots: f.vault.slots() }),
      accounts: accountFacts,
      sandboxes: sandboxFacts,
      notProven: () => p.registry.all('sandbox').flatMap(({ impl }) => impl.notProven ?? []),
      links: views.links,
      plugins: () => p.plugins.list().map((x) => ({ id: x.id, title: x.manifest?.title ?? x.id, state: x.state, reason: x.reason })),
      deputy: p.deputy.facts,
      testDeputy: async () => void (await p.deputy.tryOut(new AbortController().signal)),
      faultyProfiles: () =>
        p.profiles.faulty().map(({ id, fault, instead, usedBy }) => ({
          id,
          fault: faultText(fault),
          instead,
          workspace: usedBy ?? store.workspaces.list()[0]?.id ?? '',
        })),
      checkDatabase: f.reader.quickCheck,
      verifyAudit: f.reader.verifyAudit,
      async testAccount(id) {
        const account = accountById(id);
        const { ok, code } = await p.accounts.test(account.name, null);
        return { ok, code, params: {} };
      },
      accountWorks: p.chats.tryWaiting,
      turnPluginOn: p.plugins.enable,
      turnPluginOff: p.plugins.disable,
      restartSandbox: p.sandboxes.restart,
      changed: () => store.events.tell('host', 'health'),
    },
    { clock, log: f.logFile.scope('health') },
  );
  f.closers.add('health', health.stop);
  return health;
};

/** null when the folder is gone or does not answer. */
export const freeBytesAt = (dir: string): number | null => {
  try {
    const disk = statfsSync(dir);
    return disk.bavail * disk.bsize;
  } catch {
    return null;
  }
};
