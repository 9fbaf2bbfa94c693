import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reason } from '#contract/model/reason.ts';
import { writeFileAtomic } from '../base/atomic-file.ts';
import type { Clock } from '../base/clock.ts';
import type { Closers } from '../base/disposable.ts';
import { newId } from '../base/ids.ts';
import { openLogFile } from '../base/log.ts';
import { pathsIn } from '../base/paths.ts';
import { createRedactor } from '../base/redaction.ts';
import { openBlobs } from '../blobs/blobs.ts';
import { openSettings } from '../settings/settings.ts';
import { createReader } from '../store/reader.ts';
import { createStore, type Store } from '../store/store.ts';
import { seed } from '../store/transitions/seed.ts';
import { openVault } from '../vault/vault.ts';
import { openAudit } from './audit-wiring.ts';
import { openHome } from './boot.ts';

/** What everything else stands on: the folder and its lock, the database, log, settings, vault, blobs, audit. */
export const openFoundation = (o: { home: string; version: string; clock: Clock; closers: Closers; keychainKey?: Uint8Array | null }) => {
  const { clock, closers } = o;
  const paths = pathsIn(o.home);
  const bootId = newId('boot', clock.now());
  const opened = openHome(paths, clock.now);
  closers.add('lock', opened.release);
  closers.add('database', () => opened.db.close());
  const redactor = createRedactor();
  const logFile = openLogFile(paths.logs, redactor);
  closers.add('log', logFile.close);
  const log = logFile.scope('host');
  const settings = openSettings(paths.settings, clock.now());
  const notices: Reason[] = [...opened.notices, ...(settings.notice ? [settings.notice] : [])];
  const store = createStore(opened.db, bootId);
  const vault = openVault(paths.vault, { hasCiphertext: needsVault(store, paths.plugins), keychainKey: o.keychainKey });
  const lost = vault.reason();
  if (lost) notices.push(lost);
  const blobs = openBlobs(paths.blobs);
  const { installId, firstStart } = seed(store.db, bootId, clock.now());
  const auditKey = keyIn(join(paths.vault, 'audit.key'));
  const { audit, notice: auditNotice } = openAudit({
    db: store.db,
    key: auditKey,
    file: paths.auditAnchors,
    clock,
    closers,
    logFile,
    redactor,
  });
  if (auditNotice) notices.push(auditNotice);
  const proof = { key: auditKey, anchorsFile: paths.auditAnchors, logsDir: paths.logs };
  const reader = createReader({ file: paths.database, audit: proof, log: logFile.scope('reader') });
  closers.add('reader', reader.close);
  const systemZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = (): string => settings.get().zone || systemZone;
  log('info', 'host starts', { bootId, pid: process.pid, version: o.version, firstStart });
  return {
    clock,
    closers,
    paths,
    bootId,
    redactor,
    logFile,
    log,
    settings,
    notices,
    vault,
    blobs,
    store,
    installId,
    firstStart,
    audit,
    reader,
    zone,
  };
};
export type Foundation = ReturnType<typeof openFoundation>;

// What only the vault's present data key opens.
const needsVault = (store: Store, pluginsDir: string): boolean =>
  store.accounts.list().some((account) => account.keyRef !== null) ||
  store.plugins.hasSecrets() ||
  readdirSync(pluginsDir).some((plugin) => existsSync(join(pluginsDir, plugin, 'storage.db')));

const keyIn = (file: string): Buffer => {
  if (!existsSync(file)) writeFileAtomic(file, randomBytes(32));
  return readFileSync(file);
};
