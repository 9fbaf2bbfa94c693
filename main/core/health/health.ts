import { messageOf } from '#contract/errors.ts';
import type { HealthRow } from '#contract/model/health.ts';
import type { HealthFix } from '#contract/model/health-words.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { type AccountTest, accountRows } from './account-rows.ts';
import { createClockWatch } from './clock-watch.ts';
import { type DataFacts, dataRows, diskLevel } from './data-rows.ts';
import { deputyRows } from './deputy-row.ts';
import { hostRows } from './host-rows.ts';
import { linkRows, notProvenRows, pluginRows, sandboxRows } from './part-rows.ts';
import type { HealthPorts } from './ports.ts';
import { profileRows } from './profile-rows.ts';

export interface Health {
  /** How everything stands, from what is known here. Never rejects for a thing that is broken: that is a row. */
  rows(): Promise<HealthRow[]>;
  /** Asks every account and reads database and audit log whole, then the rows. */
  check(): Promise<HealthRow[]>;
  fix(kind: HealthFix, target: string): Promise<void>;
  /** An account was tried for real, wherever that was asked for. */
  accountTested(accountId: string, failure: { readonly code: string; readonly params: Record<string, string | number> } | null): void;
  start(): void;
  stop(): void;
}

// A disk fills up and a clock is set without telling anybody.
const lookMs = 60_000;

/** Gathers facts, keeps what tests and whole readings found, and makes rows of them. */
export const createHealth = (ports: HealthPorts, o: { readonly clock: Clock; readonly log: Log }): Health => {
  const { clock, log } = o;
  const clockWatch = createClockWatch(clock);
  const tests = new Map<string, AccountTest>();
  let database: DataFacts['database'] = null;
  let audit: DataFacts['audit'] = null;
  let level = diskLevel(ports.freeBytes());
  let cancel = (): void => undefined;

  const rows = async (): Promise<HealthRow[]> => {
    clockWatch.look();
    const vault = ports.vault();
    const freeBytes = ports.freeBytes();
    const data = {
      dataDir: ports.about.dataDir,
      freeBytes,
      databaseBytes: ports.databaseBytes(),
      database,
      audit,
      vault,
      notices: ports.notices(),
    };
    return [
      ...hostRows({ about: ports.about, memoryBytes: ports.memoryBytes(), jump: clockWatch.jump() }),
      ...dataRows(data),
      ...accountRows(ports.accounts(), vault, tests),
      ...deputyRows(ports.deputy(), tests),
      ...profileRows(ports.faultyProfiles()),
      ...sandboxRows(await ports.sandboxes()),
      ...notProvenRows(ports.notProven()),
      ...linkRows(ports.links()),
      ...pluginRows(ports.plugins()),
    ];
  };
  const checkDatabase = async (): Promise<void> => {
    // What cannot be read at all is the worst finding, not a fault of the check.
    const found = await ports.checkDatabase().catch((error: unknown) => [messageOf(error)]);
    database = { at: clock.now(), found };
    if (found.length > 0) log('error', 'the database is damaged', { problems: found.slice(0, 10) });
  };
  const checkAudit = async (): Promise<void> => {
    audit = { at: clock.now(), found: await ports.verifyAudit() };
    if (audit.found.badSeq !== null) log('error', 'the audit log does not hold', { row: audit.found.badSeq });
  };
  const tested = (id: string, failure: Reason | null): void => {
    tests.set(id, { at: clock.now(), failure });
    if (failure === null) ports.accountWorks(id);
  };
  const testAccount = async (id: string): Promise<void> => {
    const { ok, code, params } = await ports.testAccount(id);
    tested(id, ok ? null : { code: code ?? 'no-answer', params });
  };
  const look = (): void => {
    cancel = clock.after(lookMs, look);
    const now = diskLevel(ports.freeBytes());
    const isNews = clockWatch.look() || now !== level;
    level = now;
    if (!isNews) return;
    try {
      ports.changed();
    } catch (error) {
      // On a full disk not even the news can be stored; the screen looks by itself.
      log('warn', 'the news of a changed health could not be stored', { error: messageOf(error) });
    }
  };

  return {
    rows,
    async check() {
      await Promise.all([
        checkDatabase(),
        checkAudit(),
        ...ports.accounts().map((a) => (a.noAi || !a.plugin?.isOn ? undefined : testAccount(a.id))),
      ]);
      return rows();
    },
    async fix(kind, target) {
      log('info', 'health fix', { kind, target });
      switch (kind) {
        case 'test-account':
          return testAccount(target);
        case 'test-deputy':
          return ports.testDeputy();
        case 'turn-plugin-on':
          return ports.turnPluginOn(target);
        case 'restart-plugin':
          ports.turnPluginOff(target);
          return ports.turnPluginOn(target);
        case 'restart-sandbox':
          return ports.restartSandbox(target);
        case 'check-database':
          return checkDatabase();
        case 'check-audit':
          return checkAudit();
        case 'dismiss':
          return clockWatch.dismiss();
        case 'look-again':
          return;
      }
    },
    accountTested(accountId, failure) {
      tested(accountId, failure ? reason(failure.code, failure.params) : null);
      ports.changed();
    },
    start: look,
    stop: () => cancel(),
  };
};
