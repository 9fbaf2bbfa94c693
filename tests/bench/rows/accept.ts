import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { HostClient } from '#contract/client/connect.ts';
import { pathsIn } from '#core/base/paths.ts';
import { withHost } from '../../../main/cli/connection.ts';
import { addModelAccount, addWorkspace, newChat } from '../conversation.ts';
import { startHost } from '../host.ts';
import type { Model } from '../model.ts';
import { cpuMsOf } from '../processes.ts';
import type { Row } from '../report.ts';

const total = 10_000;
const inFlight = 512;
const batch = 64;
const text = 'A message of ordinary length, as people write them to each other all day.';

/** Durable accepts per second through the API, against the same rows written by bare SQLite. */
export const acceptRows = async (dir: string, model: Model): Promise<Row[]> => {
  const home = join(dir, 'accept');
  const host = await startHost(home);
  let taken: { seconds: number; hostCpuMs: number };
  try {
    taken = await withHost(home, async (client) => {
      const workspaceId = await addWorkspace(client, 'accept', await addModelAccount(client, model.url, 'openai'));
      const chatId = await newChat(client, workspaceId);
      // The model holds its answer, so that accepting is measured and not answering.
      await client.messages.send({ chatId, text: 'HOLD', clientId: 'hold' });
      const before = cpuOf(host.pid);
      const seconds = await sendAll(client, chatId);
      return { seconds, hostCpuMs: cpuOf(host.pid) - before };
    });
  } finally {
    // Every message was acknowledged: it must be there although nobody had time to tidy up.
    await host.kill();
  }
  const stored = countStored(pathsIn(home).database);
  const bareSeconds = bareInsert(join(dir, 'bare.db'));
  const { seconds, hostCpuMs } = taken;
  const perSecond = total / seconds;
  const cpuUs = (hostCpuMs * 1000) / total;
  return [
    {
      name: `accept ${total} messages durably`,
      budget: '>= 2000/s, all stored',
      measured: `${perSecond.toFixed(0)}/s, ${stored} stored after kill -9${cpuUs > 0 ? `, host CPU ${cpuUs.toFixed(0)} us each` : ''}`,
      peer: `bare node:sqlite ${(total / bareSeconds).toFixed(0)}/s (x${(seconds / bareSeconds).toFixed(1)})`,
      ok: perSecond >= 2000 && stored === total,
      numbers: { perSecond, stored, hostCpuUs: cpuUs, barePerSecond: total / bareSeconds, inFlight },
    },
  ];
};

// 0 where the system does not tell.
const cpuOf = (pid: number): number => (process.platform === 'linux' ? cpuMsOf(pid) : 0);

const sendAll = async (client: HostClient, chatId: string): Promise<number> => {
  let next = 0;
  const sender = async (): Promise<void> => {
    while (next < total) {
      const n = next++;
      await client.messages.send({ chatId, text: `${text} ${n}`, clientId: `bench-${n}` });
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: inFlight }, sender));
  return (performance.now() - began) / 1000;
};

const countStored = (file: string): number => {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(db.prepare("SELECT count(*) AS n FROM messages WHERE external_key LIKE 'client:bench-%'").get()?.n);
  } finally {
    db.close();
  }
};

/** The peer: the same texts in a plain table, the same PRAGMAs, batches of 64. No index, no full-text search, no events. */
const bareInsert = (file: string): number => {
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;');
    db.exec(
      'CREATE TABLE messages(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, chat_id TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL)',
    );
    const insert = db.prepare('INSERT INTO messages(id, chat_id, text, at) VALUES (?, ?, ?, ?)');
    const began = performance.now();
    for (let from = 0; from < total; from += batch) {
      db.exec('BEGIN IMMEDIATE');
      for (let n = from; n < Math.min(total, from + batch); n++) insert.run(`bench-${n}`, 'chat', `${text} ${n}`, Date.now());
      db.exec('COMMIT');
    }
    return (performance.now() - began) / 1000;
  } finally {
    db.close();
  }
};
