import type { HeldItem } from '#contract/ui/domains/emergency.ts';
import { type CliCommand, show, UsageError } from '../command.ts';
import { withHost } from '../connection.ts';

const line = ({ id, kind, where, text, mayBeSent }: HeldItem): string =>
  `${id}  ${kind === 'delivery' ? 'to' : kind} ${where}: ${text.replaceAll(/\s+/g, ' ').slice(0, 120)}${mayBeSent ? '  (may have been sent)' : ''}`;

export const emergency: CliCommand = {
  name: 'emergency',
  usage: 'emergency on|status|off [--yes] [--drop ID]…',
  summary: 'Stop everything at once; see what waits; let it go on',
  options: { yes: { type: 'boolean' }, drop: { type: 'string', multiple: true } },
  run: (call) =>
    withHost(call.env.home, async (host) => {
      const { env } = call;
      const [verb = 'status'] = call.positionals;
      if (verb === 'on') {
        const did = await host.emergency.stop();
        show(env, did, () => [
          `Everything is stopped. Turns interrupted: ${did.turns}; sandboxes frozen: ${did.frozen}, ended: ${did.ended}. Nothing is sent, no task fires.`,
        ]);
        return 0;
      }
      if (verb !== 'status' && verb !== 'off') throw new UsageError(`There is no "emergency ${verb}".`);
      const now = await host.emergency.get();
      const drop = [call.values.drop ?? []].flat().map(String);
      const unknown = drop.filter((id) => !now.held.some((item) => item.id === id));
      if (verb === 'off' && unknown.length > 0) throw new UsageError(`Nothing held is called ${unknown.join(', ')}.`);
      if (verb === 'status' || now.on === null || (now.held.length > 0 && call.values.yes !== true)) {
        show(env, now, () =>
          now.on === null
            ? ['Nothing is stopped.']
            : [
                `Everything is stopped since ${new Date(now.on.at).toISOString()} (${now.on.by}). What goes on when it is released: ${now.held.length === 0 ? 'nothing' : ''}`,
                ...now.held.map(line),
                ...(verb === 'off' ? ['Nothing was released. Add --yes to let this go on; --drop ID leaves one out for good.'] : []),
              ],
        );
        return verb === 'off' && now.on !== null ? 1 : 0;
      }
      const after = await host.emergency.release({ seen: now.held.map(({ id }) => id), drop });
      show(env, after, () => [`Released. Going on: ${now.held.length - drop.length}; dropped: ${drop.length}.`]);
      return 0;
    }),
};
