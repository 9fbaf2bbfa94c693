import { secretNameProblem } from '#contract/model/typed-secret.ts';
import { renderReason } from '#contract/text/render.ts';
import type { SecretView } from '#contract/ui/domains/secrets.ts';
import { type CliCommand, need, show, UsageError } from '../command.ts';
import { withHost } from '../connection.ts';
import { readSecret } from '../read-secret.ts';
import { workspaceId } from '../workspace-id.ts';

// What stands behind the name has been in the list of processes and in the shell's history.
const checkName = (given: string | undefined): string => {
  const name = need(given, 'NAME');
  if (name.includes('='))
    throw new UsageError('Leave out the value: it is asked for, or piped in. What stands on a command line can be read by others.');
  const problem = secretNameProblem(name);
  if (problem !== null) throw new UsageError(renderReason({ code: problem, params: { name } }));
  return name;
};

/** Secrets for commands of a workspace. */
export const env: CliCommand = {
  name: 'env',
  usage: 'env list|add NAME|allow NAME|block NAME|hosts NAME [HOST …]|remove NAME [--workspace W]',
  summary: 'Secrets that commands of a workspace may use, and hosts to which fetches may carry one; the value is asked for, or piped in',
  options: { workspace: { type: 'string' } },
  async run(call) {
    const [verb = 'list', given, ...hosts] = call.positionals;
    if (!['list', 'add', 'allow', 'block', 'hosts', 'remove'].includes(verb)) throw new UsageError(`There is no "env ${verb}".`);
    const name = verb === 'list' ? '' : checkName(given);
    const value = verb === 'add' ? await readSecret(`Value of ${name}: `) : '';
    return withHost(call.env.home, async (host) => {
      const id = await workspaceId(call, host);
      if (verb === 'list') {
        const list = await host.secrets.list({ workspaceId: id });
        show(call.env, list, () => (list.length === 0 ? ['There are none.'] : list.map(lineOf)));
        return 0;
      }
      if (verb === 'remove') {
        await host.secrets.remove({ workspaceId: id, name });
        show(call.env, { removed: true }, () => [`removed ${name}`]);
        return 0;
      }
      const wasThere = verb === 'add' && (await host.secrets.list({ workspaceId: id })).some((secret) => secret.name === name);
      const list =
        verb === 'add' ? await host.secrets.put({ workspaceId: id, name, value }) : await changed(host, { id, name, verb, hosts });
      const stored = list.find((secret) => secret.name === name);
      show(call.env, stored, () => (stored ? [...(wasThere ? [`${name} was replaced.`] : []), lineOf(stored)] : []));
      return 0;
    });
  },
};

type Host = Parameters<typeof workspaceId>[1];
const changed = async (host: Host, o: { id: string; name: string; verb: string; hosts: string[] }) => {
  const now = (await host.secrets.list({ workspaceId: o.id })).find((secret) => secret.name === o.name);
  return host.secrets.change({
    workspaceId: o.id,
    name: o.name,
    forCommands: o.verb === 'hosts' ? (now?.forCommands ?? false) : o.verb === 'allow',
    hosts: o.verb === 'hosts' ? o.hosts : (now?.hosts ?? []),
  });
};

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
const lineOf = (s: SecretView): string =>
  `${s.name}  ${s.forCommands ? 'commands may use it' : 'commands may not use it'}  stored ${day(s.setAt)}  ${s.usedAt === null ? 'never used' : `last used ${day(s.usedAt)}`}${s.hosts.length === 0 ? '' : `  in fetches to ${s.hosts.join(', ')}`}`;
