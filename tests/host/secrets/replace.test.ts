import { expect, it } from 'vitest';
import { builtProgram } from '../../harness/built.ts';
import { findForms } from '../../harness/find-forms.ts';
import { calling, obey } from '../../harness/obey.ts';
import { type ProcessHost, startProcess } from '../../harness/process-host.ts';
import { say } from '../../harness/talk.ts';
import { tempHome } from '../../harness/temp-home.ts';
import { useModel as thinkWith } from '../../harness/wire.ts';
import { startModelSim } from '../../sim/models/server.ts';

const dieAt = new URL('../../chaos/die-at-vault.mjs', import.meta.url).href;
const values = { old: 'c4nary-old-value', new: 'c4nary-new-value-that-is-longer' };
const started = async (home: string, env: Readonly<Record<string, string>> = {}): Promise<ProcessHost> => {
  const program = ['--import', dieAt, builtProgram(), 'serve', '--port', '0', '--json'];
  const host = await startProcess(home, { program, env: { CONTAINER_RUNTIME: 'just-bash', ...env } });
  if (!host) throw new Error('the host did not start');
  return host;
};

// A new value is written, then its row says that it counts, then the old value is let go.
it.each([
  ['before the new value is written', '1', '1', 'old'],
  ['before the row names the new value', '1', '0', 'old'],
  ['before the old value is let go', '2', '1', 'new'],
  ['right after', '2', '0', 'new'],
] as const)('a value and its row change together, or not at all: killed %s', { timeout: 120_000 }, async (_, at, before, counts) => {
  const home = tempHome();
  const sim = await startModelSim();
  sim.script(obey);
  try {
    const first = await started(home);
    await thinkWith(first.client, sim);
    const { id: chatId, workspaceId } = await first.client.chats.open({ workspace: 'home', surface: 'desktop' });
    await first.client.secrets.put({ workspaceId, name: 'TOKEN', value: values.old });
    const { entries } = await first.client.vault.status();
    await first.kill();

    const dying = await started(home, { PYNCHY_TEST_DIE_AT_VAULT: at, PYNCHY_TEST_DIE_BEFORE: before });
    await expect(dying.client.secrets.put({ workspaceId, name: 'TOKEN', value: values.new })).rejects.toThrow();
    await dying.gone;

    const again = await started(home);
    try {
      const said = await say(again.client, chatId, calling('run', { command: 'printf %s "$TOKEN" | wc -c', secrets: ['TOKEN'] }), 60_000);
      expect(said.reply?.match(/\d+\s*$/)?.[0].trim()).toBe(String(values[counts].length));
      expect((await again.client.vault.status()).entries).toBe(entries);
      const replaced = (await again.client.audit.list({ limit: 500 })).filter((row) => row.outcome === 'replaced');
      expect(replaced).toHaveLength(counts === 'new' ? 1 : 0);
      expect(Object.values(values).flatMap((value) => findForms(home, value))).toEqual([]);
    } finally {
      await again.kill();
    }
  } finally {
    await sim.close();
  }
});
