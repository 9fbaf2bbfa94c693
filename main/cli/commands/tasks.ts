import { type CliCommand, need, show, UsageError } from '../command.ts';
import { withHost } from '../connection.ts';

export const tasks: CliCommand = {
  name: 'tasks',
  usage: 'tasks list|cancel ID',
  summary: 'What is scheduled',
  options: {},
  run: (call) =>
    withHost(call.env.home, async (host) => {
      const { env } = call;
      const [verb = 'list', id] = call.positionals;
      if (verb === 'list') {
        const list = await host.tasks.list();
        show(env, list, () =>
          list.length === 0
            ? ['No tasks.']
            : list.map(
                (t) =>
                  `${t.id}  ${t.rule}  next ${t.nextAt === null ? 'never' : new Date(t.nextAt).toISOString()}  ${t.workspace}  ${t.prompt}`,
              ),
        );
        return 0;
      }
      if (verb !== 'cancel') throw new UsageError(`There is no "tasks ${verb}".`);
      const { cancelled } = await host.tasks.cancel({ id: need(id, 'ID') });
      show(env, { cancelled }, () => [cancelled ? 'cancelled' : 'There is no such active task.']);
      return cancelled ? 0 : 1;
    }),
};
