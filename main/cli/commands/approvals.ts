import { renderReason } from '#contract/text/render.ts';
import { type CliCommand, need, show, UsageError } from '../command.ts';
import { withHost } from '../connection.ts';

export const approvals: CliCommand = {
  name: 'approvals',
  usage: 'approvals list|approve ID|deny ID|answer ID TEXT…',
  summary: 'What waits for you',
  options: {},
  run: (call) =>
    withHost(call.env.home, async (host) => {
      const { env } = call;
      const [verb = 'list', id, ...answers] = call.positionals;
      if (verb === 'list') {
        const list = await host.asks.list({});
        show(env, list, () =>
          list.length === 0
            ? ['Nothing waits for you.']
            : list.map(
                (a) =>
                  `${a.shortId}  ${a.tool ?? 'question'}  ${a.input ? JSON.stringify(a.input) : a.questions.map((q) => q.question).join(' / ')}  (${a.workspace}; ${renderReason(a.reason)})`,
              ),
        );
        return 0;
      }
      if (verb !== 'approve' && verb !== 'deny' && verb !== 'answer') throw new UsageError(`There is no "approvals ${verb}".`);
      const ask = await host.asks.answer({ id: need(id, 'ID'), decision: verb, answers });
      show(env, ask, () => [`${ask.shortId}: ${ask.state}`]);
      return 0;
    }),
};
