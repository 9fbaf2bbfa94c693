import { commandText } from '#contract/text/command-line.ts';
import { askLine } from '#contract/text/deeds.ts';
import { argumentsOf, usualText } from '#contract/text/given.ts';
import { renderReason } from '#contract/text/render.ts';
import { visible } from '#contract/text/visible.ts';
import type { AskView } from '#contract/ui/views.ts';
import { type CliCommand, need, show, UsageError } from '../command.ts';
import { withHost } from '../connection.ts';

/** One request: what would be done first, then all of it, then why. */
const linesOf = (ask: AskView, now: number): string[] => {
  const minutes = Math.max(1, Math.round((ask.expiresAt - now) / 60_000));
  const to = ask.recipient ? [`goes to: ${ask.recipient.chat} (${ask.recipient.connection})`] : [];
  const said = ask.input && argumentsOf(ask.input, ask.defaults);
  const usual = said ? usualText(said) : '';
  const everything = said
    ? Object.entries(said.given).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    : ask.questions.flatMap(({ question, options }) => [question, ...options.map((option, i) => `  ${i + 1}. ${option}`)]);
  const command = commandText(ask.tool ?? '', ask.input ?? {});
  return [
    `${ask.shortId}  ${askLine(ask)}  (workspace ${ask.workspace}, ${minutes} min left)`,
    ...[...to, ...everything, ...(usual === '' ? [] : [`(not given, so as usual: ${usual})`])]
      .flatMap((line) => visible(line).split('\n'))
      .map((line) => `    ${line}`),
    ...(command === null ? [] : [`    ${command}`]),
    `    ${renderReason(ask.reason)}`,
  ];
};

export const approvals: CliCommand = {
  name: 'approvals',
  usage: 'approvals list|approve ID|deny ID|answer ID TEXT…|again ID',
  summary: 'What waits for you',
  options: {},
  run: (call) =>
    withHost(call.env.home, async (host) => {
      const { env } = call;
      const [verb = 'list', id, ...answers] = call.positionals;
      if (verb === 'list') {
        const list = await host.asks.list({});
        const now = Date.now();
        show(env, list, () => (list.length === 0 ? ['Nothing waits for you.'] : list.flatMap((ask) => linesOf(ask, now))));
        return 0;
      }
      if (verb === 'again') {
        show(env, await host.asks.again({ id: need(id, 'ID') }), () => ['The assistant decides anew.']);
        return 0;
      }
      if (verb !== 'approve' && verb !== 'deny' && verb !== 'answer') throw new UsageError(`There is no "approvals ${verb}".`);
      const asked = (await host.asks.list({})).find((one) => one.shortId === id || one.id === id);
      // Words of one answer need no quotes.
      const given = asked?.questions.length === 1 && answers.length > 1 ? [answers.join(' ')] : answers;
      const ask = await host.asks.answer({ id: need(id, 'ID'), decision: verb, answers: given });
      show(env, ask, () => [`${ask.shortId}: ${ask.state}: ${askLine(ask)}`]);
      return 0;
    }),
};
