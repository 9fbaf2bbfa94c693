import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HealthRow } from '#contract/model/health.ts';
import { readyMadeProfiles } from '#contract/model/profile.ts';
import { createFakeClock } from '#core/base/fake-clock.ts';
import type { FoundPlugin } from '#core/plugins/plugins.ts';
import type { HostUnderTest } from '../harness/in-process-host.ts';
import { say } from '../harness/talk.ts';
import { startWorld } from '../harness/world.ts';
import { canMount, closers, nobodyThere, refusing, smallDisk, sql, started, tearPage, withAccount } from './health-hosts.ts';

const brokenPlugin = (manifest: unknown): FoundPlugin => ({
  folder: 'broken',
  manifest,
  load: () => Promise.reject(new Error('no such module: left-pad')),
});
const manifest = {
  id: 'broken',
  version: '1.0.0',
  apiVersion: 1,
  title: 'Broken thing',
  description: 'It does not start.',
  entry: './index.ts',
  runs: 'host',
  permissions: [],
  contributes: [{ kind: 'tool', id: 'a-tool', title: 'A tool' }],
};

export interface Fault {
  readonly name: string;
  /** Makes it happen for real; answers with the host that has it. */
  readonly inject: () => Promise<HostUnderTest>;
  readonly row: string | RegExp;
  readonly state: HealthRow['state'];
  readonly says: RegExp;
  readonly button: string;
  /** Found only by a look at everything. */
  readonly deep?: true;
}

/** What can be wrong with a host, each made to happen for real. */
export const faults: readonly Fault[] = [
  {
    name: 'the vault is locked',
    async inject() {
      const t = await started();
      await t.client.vault.setPassphrase({ passphrase: 'correct horse', keepKeyFile: false });
      await t.stop();
      return started({ home: t.home });
    },
    row: 'vault',
    state: 'failing',
    says: /vault is locked/,
    button: 'unlock-vault',
  },
  {
    name: 'the vault file is damaged',
    async inject() {
      const t = await started();
      await t.stop();
      writeFileSync(join(t.home, 'vault', 'vault.json'), 'not json');
      return started({ home: t.home });
    },
    row: 'vault',
    state: 'failing',
    says: /vault file is damaged/,
    button: 'copy-path',
  },
  {
    name: 'the settings file is damaged',
    async inject() {
      const t = await started();
      await t.stop();
      writeFileSync(join(t.home, 'settings.json'), '{"port": "many"');
      return started({ home: t.home });
    },
    row: 'settings:start',
    state: 'attention',
    says: /settings file was damaged/,
    button: 'copy-path',
  },
  {
    name: 'the database was damaged when the host started',
    async inject() {
      const t = await started();
      await t.stop();
      writeFileSync(join(t.home, 'pynchy.db'), 'x'.repeat(9_000));
      return started({ home: t.home });
    },
    row: 'database:start',
    state: 'attention',
    says: /database was damaged.*kept as it is/,
    button: 'copy-path',
  },
  {
    name: 'an index of the database was damaged while it ran',
    async inject() {
      const t = await started();
      sql(
        t.home,
        "CREATE TABLE torn(a TEXT); CREATE INDEX torn_a ON torn(a); INSERT INTO torn VALUES ('x'); PRAGMA wal_checkpoint(TRUNCATE);",
      );
      tearPage(t.home, 'torn_a');
      return t;
    },
    row: 'database',
    state: 'failing',
    says: /database is damaged.*found/,
    button: 'check-database',
    deep: true,
  },
  {
    name: 'a row of the audit log was changed from outside',
    async inject() {
      const t = await started();
      await say(t.client, t.chatId, 'run echo hello');
      sql(t.home, "DROP TRIGGER audit_no_update; UPDATE audit SET decision = 'allowed' WHERE seq = 1");
      return t;
    },
    row: 'audit',
    state: 'failing',
    says: /does not hold from row 1 on/,
    button: 'check-audit',
    deep: true,
  },
  {
    name: 'a plugin does not start',
    inject: () => started({ plugins: [brokenPlugin(manifest)] }),
    row: 'plugin:broken',
    state: 'failing',
    says: /Broken thing|broken did not start.*left-pad/,
    button: 'restart-plugin',
  },
  {
    name: 'a plugin has a manifest that cannot be read',
    inject: () => started({ plugins: [brokenPlugin({ id: 'X' })] }),
    row: 'plugin:folder-broken',
    state: 'failing',
    says: /plugin\.json that cannot be used/,
    button: 'open-plugin',
  },
  {
    name: 'the key of an account is refused',
    inject: async () => withAccount(await refusing(401), 'sk-not-a-real-key-1234567890'),
    row: /^account:/,
    state: 'failing',
    says: /does not accept the key of work/,
    button: 'open-account',
    deep: true,
  },
  {
    name: 'nobody answers at the address of an account',
    inject: async () => withAccount(await nobodyThere(), null),
    row: /^account:/,
    state: 'failing',
    says: /Nothing is running at 127\.0\.0\.1/,
    button: 'test-account',
    deep: true,
  },
  {
    name: 'the credit of an account is used up',
    inject: async () => withAccount(await refusing(402), 'sk-not-a-real-key-1234567890'),
    row: /^account:/,
    state: 'failing',
    says: /wants to be paid/,
    button: 'open-account',
    deep: true,
  },
  {
    name: 'an account that needs a key has none',
    inject: () => withAccount('https://api.anthropic.com', null, 'anthropic'),
    row: /^account:/,
    state: 'failing',
    says: /work has no key/,
    button: 'open-account',
  },
  {
    name: 'the monthly budget of an account is used up',
    async inject() {
      const w = await startWorld();
      closers.push(w.close);
      await say(w.client, w.chatId, 'Hello');
      sql(w.home, "UPDATE accounts SET budget_tokens = 1 WHERE name = 'sim'");
      return w;
    },
    row: /^account:/,
    state: 'attention',
    says: /budget of sim is used up/,
    button: 'open-account',
  },
  {
    name: 'a stored profile cannot be read any more',
    async inject() {
      const t = await started();
      await t.client.profiles.save({ id: 'mine', text: JSON.stringify(readyMadeProfiles.standard) });
      await t.client.workspaces.set({ name: 'home', profile: 'mine' });
      sql(t.home, `UPDATE profiles SET json = '{"version": 1,' WHERE id = 'mine'`);
      return t;
    },
    row: 'profile:mine',
    state: 'failing',
    says: /"mine" cannot be followed, so its last good version is in force\. Line 1, column 15.*Correct it under Permissions/,
    button: 'open-permissions',
  },
  {
    name: 'a stored profile names an account that is gone',
    async inject() {
      const t = await withAccount('http://127.0.0.1:9/v1', null);
      const accounts = { which: 'only' as const, names: ['practice', 'gone-soon'] };
      await t.client.accounts.add({ name: 'gone-soon', provider: 'openai', baseUrl: 'http://127.0.0.1:9/v1', key: null });
      await t.client.profiles.save({ id: 'mine', text: JSON.stringify({ ...readyMadeProfiles.standard, accounts }) });
      await t.client.accounts.remove({ name: 'gone-soon' });
      return t;
    },
    row: 'profile:mine',
    state: 'attention',
    says: /"mine" names what is not there\. Line 1.*gone-soon/,
    button: 'open-permissions',
  },
  {
    name: 'the plugin of an account is off',
    async inject() {
      const t = await withAccount('http://127.0.0.1:9/v1', null);
      await t.client.plugins.setEnabled({ id: 'openai-compatible', enabled: false });
      return t;
    },
    row: /^account:/,
    state: 'failing',
    says: /plugin for openai is off/,
    button: 'turn-plugin-on',
  },
  {
    name: 'no sandbox works',
    async inject() {
      const t = await started();
      for (const plugin of await t.client.plugins.list())
        if (plugin.contributes.some(({ kind }) => kind === 'sandbox')) await t.client.plugins.setEnabled({ id: plugin.id, enabled: false });
      return t;
    },
    row: /^sandbox:/,
    state: 'failing',
    says: /No sandbox works/,
    button: 'open-plugin',
  },
  {
    name: 'a sandbox failed',
    async inject() {
      const t = await started();
      await say(t.client, t.chatId, 'run echo hello');
      sql(t.home, "UPDATE sandboxes SET state = 'failed', reason_code = 'toolbox-ended', reason_params = '{}'");
      return t;
    },
    row: /^sandbox:/,
    state: 'failing',
    says: /ended by itself/,
    button: 'restart-sandbox',
  },
  {
    name: 'a link was ended on the phone',
    async inject() {
      const t = await started();
      sql(t.home, "INSERT INTO connections(id, channel, name, state) VALUES ('wa1', 'whatsapp', 'My phone', 'logged-out')");
      return t;
    },
    row: 'link:wa1',
    state: 'failing',
    says: /ended on the phone/,
    button: 'open-link',
  },
  {
    name: 'the clock was set back by an hour',
    async inject() {
      const clock = createFakeClock();
      const t = await started({ clock });
      clock.jump(-3_600_000);
      return t;
    },
    row: 'clock',
    state: 'attention',
    says: /went back by 60 min/,
    button: 'dismiss',
  },
  ...(canMount
    ? ([
        {
          name: 'the disk is nearly full',
          inject: () => started({ home: smallDisk(64) }),
          row: 'disk',
          state: 'failing',
          says: /disk is nearly full: \d+ MB/,
          button: 'look-again',
        },
        {
          name: 'the disk is getting full',
          inject: () => started({ home: smallDisk(600) }),
          row: 'disk',
          state: 'attention',
          says: /Only \d+ MB are free/,
          button: 'look-again',
        },
      ] as const)
    : []),
];
