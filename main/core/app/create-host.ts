import { type Closers, createClosers } from '../base/disposable.ts';
import { wireApi } from './api-wiring.ts';
import { createAsksOver } from './asks/asks-over.ts';
import { assemble } from './assemble.ts';
import { wireHealth } from './health-wiring.ts';
import type { HostOptions } from './host-options.ts';
import { takeUp } from './turns/take-up.ts';

const stopGraceMs = 5_000;

/**
 * The host: everything between a message and its answer. Returns when input is accepted.
 * Throws AppError host-running, home-not-writable, disk-full, database-newer, sqlite-too-old.
 */
export const createHost = async (o: HostOptions) => {
  // Everything the host writes is for its owner alone.
  process.umask(0o077);
  const closers = createClosers();
  try {
    return await startHost(o, closers);
  } catch (error) {
    await closers.closeAll(sayUnclosed);
    throw error;
  }
};
export type Host = Awaited<ReturnType<typeof createHost>>;

const sayUnclosed = (name: string, error: unknown): void => void process.stderr.write(`closing ${name} failed: ${String(error)}\n`);

const startHost = async (o: HostOptions, closers: Closers) => {
  const p = assemble(o, closers);
  const { f } = p;

  // First what an earlier host left, then new work.
  await p.importer.sweep();
  await takeUp(f, { ...p, checkRuntime: p.runtimes.check, runCommand: p.commands.run });
  p.signs.start();
  p.phones.tell();
  createAsksOver(f, p.replies).start();
  p.channels.sync();
  f.log('info', 'host ready', { bootId: f.bootId, ms: Math.round(f.clock.now() - p.startedAt) });

  // What window, browser and terminal can ask for.
  const about = {
    version: o.version,
    pid: process.pid,
    bootId: f.bootId,
    startedAt: p.startedAt,
    dataDir: o.home,
    firstStart: f.firstStart,
  };
  const health = wireHealth(f, { ...p, about, runtime: p.runtimes.of });
  health.start();
  const api = wireApi(f, {
    ...p,
    about,
    health,
    links: p.channels.links,
    outbox: p.replies.outbox,
    tell: p.replies.tell,
    stopCommand: p.commands.stop,
    pluginSettingsChanged: p.settingsChanged,
    detect: (signal) => o.detectServers?.(signal) ?? Promise.resolve([]),
  });
  return {
    api,
    paths: f.paths,
    bootId: f.bootId,
    about,
    settings: f.settings,
    notices: f.notices,
    log: f.log,
    /** After sleep: due tasks fire, and what was planned for a wrong clock moves. */
    wokeUp() {
      p.scheduler.rearm();
      void p.channels.links.wakeAll();
    },
    /** Why stronger sandboxes than the one in force do not work here. */
    sandboxFaults: p.sandboxes.faults,
    sandboxInForce: (workspace: string) => p.sandboxes.inForce(p.workspaces.must(workspace).id),
    /** Folders outside of the data folder in which workspaces work. */
    ownFolders: p.workspaces.ownFolders,
    /** A file that people sent, for a shell to show at /blobs/<sha256>; null for everything else. */
    sentFile: p.uploads.sent,
    /** Who answers in a workspace, in order; `noAi` when it is rules and no model. */
    thinkers: (workspace: string) =>
      f.store.workspaces
        .routes(p.workspaces.must(workspace).id)
        .map(({ account }) => ({ name: account.name, provider: account.provider, noAi: p.isNoAi(account.provider) })),
    /** Accounts with a model, used or not, by name. */
    modelAccounts: () => f.store.accounts.list().flatMap(({ name, provider }) => (p.isNoAi(provider) ? [] : [name])),
    /** At most 10 s with a running turn; unfinished work goes on at the next start. */
    async stop(): Promise<void> {
      f.log('info', 'host stops');
      p.scheduler.stop();
      p.asks.stop();
      await p.queue.drain(stopGraceMs);
      p.stopping.abort(new Error('the host stops'));
      await closers.closeAll(sayUnclosed);
    },
  };
};
