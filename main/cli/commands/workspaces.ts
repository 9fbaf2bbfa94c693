import { resolve } from 'node:path';
import { type CliCommand, need, show, text, UsageError } from '../command.ts';
import { withHost } from '../connection.ts';

export const workspaces: CliCommand = {
  name: 'workspaces',
  usage: 'workspaces list|add NAME|set NAME|clear-taint NAME',
  summary:
    'Workspaces: [--account NAME …] [--model ID] [--sandbox auto|docker|embedded] [--realm R] [--profile P] [--folder PATH: add works in a folder of your own; set moves there, "" back]',
  options: {
    account: { type: 'string', multiple: true },
    model: { type: 'string' },
    sandbox: { type: 'string' },
    realm: { type: 'string' },
    profile: { type: 'string' },
    folder: { type: 'string' },
  },
  run: (call) =>
    withHost(call.env.home, async (host) => {
      const { env } = call;
      const [verb = 'list', name] = call.positionals;
      const given = call.values.account;
      const folder = text(call, 'folder');
      const accounts = Array.isArray(given) ? given.map(String) : undefined;
      const rest = {
        accounts,
        model: text(call, 'model'),
        sandbox: text(call, 'sandbox'),
        realm: text(call, 'realm'),
        profile: text(call, 'profile'),
      };
      const line = (w: Awaited<ReturnType<typeof host.workspaces.set>>): string =>
        `${w.name}${w.isAdmin ? ' (admin)' : ''}  accounts ${w.accounts.map((a) => a.name).join(' then ') || 'none'}${w.model ? `  model ${w.model}` : ''}  sandbox ${w.sandbox}  realm ${w.realm}  profile ${w.profile}  ${w.folder}`;
      switch (verb) {
        case 'list': {
          const list = await host.workspaces.list();
          show(env, list, () => list.map(line));
          return 0;
        }
        case 'add': {
          const added = await host.workspaces.add({ name: need(name, 'NAME'), ...rest, ownFolder: folder ? resolve(folder) : null });
          show(env, added, () => [line(added)]);
          return 0;
        }
        case 'set': {
          if (folder !== undefined)
            await host.workspaces.setFolder({ name: need(name, 'NAME'), ownFolder: folder === '' ? null : resolve(folder) });
          const changed = await host.workspaces.set({ name: need(name, 'NAME'), ...rest });
          show(env, changed, () => [line(changed)]);
          return 0;
        }
        case 'clear-taint': {
          const marked = (await host.workspaces.list()).find((workspace) => workspace.name === need(name, 'NAME'))?.tainted;
          const cause = marked ? String(marked.params.cause ?? '') : undefined;
          const from = String(marked?.params.from ?? '');
          const changed = await host.workspaces.clearTaint({ name: need(name, 'NAME'), ...(cause === undefined ? {} : { cause }) });
          show(env, changed, () => [line(changed), cause === undefined ? 'There was no mark.' : `The mark is gone: ${from}`]);
          return 0;
        }
        default:
          throw new UsageError(`There is no "workspaces ${verb}".`);
      }
    }),
};
