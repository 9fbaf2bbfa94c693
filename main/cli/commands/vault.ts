import { type CliCommand, show, UsageError } from '../command.ts';
import { withHost } from '../connection.ts';
import { readSecret } from '../read-secret.ts';

export const vault: CliCommand = {
  name: 'vault',
  usage: 'vault status|unlock|passphrase [--only]',
  summary: 'The store of keys; the passphrase is read from standard input',
  options: { only: { type: 'boolean' } },
  async run(call) {
    const { env } = call;
    const [verb = 'status'] = call.positionals;
    const passphrase = verb === 'status' ? '' : await readSecret('Passphrase: ');
    return withHost(env.home, async (host) => {
      if (verb === 'status') {
        const s = await host.vault.status();
        show(env, s, () => [`${s.state}, ${s.entries} secrets, opened by ${s.slots.join(' or ')}`]);
        return s.state === 'ready' ? 0 : 1;
      }
      if (verb === 'unlock') {
        const s = await host.vault.unlock({ passphrase });
        show(env, s, () => [s.state]);
        return 0;
      }
      if (verb !== 'passphrase') throw new UsageError(`There is no "vault ${verb}".`);
      const s = await host.vault.setPassphrase({ passphrase, keepKeyFile: !call.values.only });
      show(env, s, () => [`The vault is now opened by ${s.slots.join(' or ')}.`]);
      return 0;
    });
  },
};
