import { pynchyCommand } from '#contract/text/pynchy-command.ts';
import { type CliCommand, type Invocation, need, show, text, UsageError } from '../command.ts';
import { withHost } from '../connection.ts';
import { readSecret } from '../read-secret.ts';

const keyOf = async (call: Invocation): Promise<string | null> => (call.values['key-stdin'] ? readSecret('Key: ') : null);

export const accounts: CliCommand = {
  name: 'accounts',
  usage: 'accounts list|add NAME|test NAME|models NAME|key NAME|remove NAME',
  summary: 'Model accounts: add --provider anthropic|openai|practice [--base-url URL] [--key-stdin] [--realm R] [--budget-tokens N]',
  options: {
    provider: { type: 'string' },
    'base-url': { type: 'string' },
    'key-stdin': { type: 'boolean' },
    realm: { type: 'string' },
    model: { type: 'string' },
    'budget-tokens': { type: 'string' },
  },
  async run(call) {
    const { env } = call;
    const [verb = 'list', name] = call.positionals;
    const key = verb === 'key' ? await readSecret('Key: ') : await keyOf(call);
    return withHost(env.home, async (host) => {
      switch (verb) {
        case 'list': {
          const list = await host.accounts.list();
          show(env, list, () =>
            list.map(
              (a) =>
                `${a.name}  ${a.provider}${a.noAi ? ' (no AI)' : ''}  ${a.baseUrl}  realm ${a.realm}  ${a.hasKey ? 'has a key' : 'no key'}  ${a.usedTokensThisMonth} tokens this month`,
            ),
          );
          return 0;
        }
        case 'add': {
          const budget = text(call, 'budget-tokens');
          const added = await host.accounts.add({
            name: need(name, 'NAME'),
            provider: need(text(call, 'provider'), '--provider'),
            baseUrl: text(call, 'base-url') ?? null,
            key,
            realm: text(call, 'realm') ?? 'personal',
            budgetTokens: budget === undefined ? null : Number(budget),
          });
          show(env, added, () => [`added ${added.name}; try it: ${pynchyCommand()} accounts test ${added.name}`]);
          return 0;
        }
        case 'test': {
          const result = await host.accounts.test({ name: need(name, 'NAME'), model: text(call, 'model') ?? null });
          const cost =
            result.costMicros === null ? 'No price is known for it.' : `It cost about $${(result.costMicros / 1_000_000).toFixed(4)}.`;
          show(env, result, () => [result.ok ? `${result.text} ${cost}` : result.text]);
          return result.ok ? 0 : 1;
        }
        case 'models': {
          const result = await host.accounts.models({ name: need(name, 'NAME') });
          show(env, result, () =>
            result.ok ? result.models.map((m) => `${m.id}${m.contextTokens ? `  ${m.contextTokens} tokens` : ''}`) : [result.text],
          );
          return result.ok ? 0 : 1;
        }
        case 'key': {
          const changed = await host.accounts.setKey({ name: need(name, 'NAME'), key: key ?? '' });
          show(env, changed, () => [`${changed.name} has a new key`]);
          return 0;
        }
        case 'remove':
          await host.accounts.remove({ name: need(name, 'NAME') });
          show(env, { removed: true }, () => [`removed ${name}`]);
          return 0;
        default:
          throw new UsageError(`There is no "accounts ${verb}".`);
      }
    });
  },
};
