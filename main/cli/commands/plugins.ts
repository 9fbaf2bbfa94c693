import { renderReason } from '#contract/text/render.ts';
import { type CliCommand, need, show, UsageError } from '../command.ts';
import { withHost } from '../connection.ts';

export const plugins: CliCommand = {
  name: 'plugins',
  usage: 'plugins list|enable ID|disable ID',
  summary: 'What is there, what each adds, on and off',
  options: {},
  run: (call) =>
    withHost(call.env.home, async (host) => {
      const { env } = call;
      const [verb = 'list', id] = call.positionals;
      if (verb === 'list') {
        const list = await host.plugins.list();
        show(env, list, () =>
          list.map((p) => `${p.id.padEnd(20)} ${p.state.padEnd(9)} ${p.title}${p.reason ? `: ${renderReason(p.reason)}` : ''}`),
        );
        return 0;
      }
      if (verb !== 'enable' && verb !== 'disable') throw new UsageError(`There is no "plugins ${verb}".`);
      const plugin = await host.plugins.setEnabled({ id: need(id, 'ID'), enabled: verb === 'enable' });
      show(env, plugin, () => [`${plugin.id}: ${plugin.state}${plugin.reason ? ` (${renderReason(plugin.reason)})` : ''}`]);
      return plugin.state === 'failed' ? 1 : 0;
    }),
};
