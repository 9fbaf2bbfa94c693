import type { HostClient } from '#contract/client/connect.ts';
import { renderReason } from '#contract/text/render.ts';
import type { LinkView } from '#contract/ui/domains/links.ts';
import { type CliCommand, type Env, type Invocation, need, show, text, UsageError } from '../command.ts';
import { withHost } from '../connection.ts';
import { connectionLine } from '../link-lines.ts';
import { qrLines } from '../qr-lines.ts';
import { closeChat, listChats, openChat, ownerNumbers } from './link-people.ts';

/** What ends a pairing that did not work. */
const isOver = (link: LinkView): boolean => ['unlinked', 'logged-out', 'degraded', 'conflict'].includes(link.state);

export const link: CliCommand = {
  name: 'link',
  usage:
    'link whatsapp [--name NAME] [--own|--assistant] [--phone NUMBER] [--owner NUMBER]   link list|retry NAME|remove NAME   link chats NAME   link open|close CHAT [--workspace NAME]   link owner [add|remove NUMBER]',
  summary: 'Link a WhatsApp number, see how links stand',
  options: {
    name: { type: 'string' },
    own: { type: 'boolean' },
    assistant: { type: 'boolean' },
    phone: { type: 'string' },
    owner: { type: 'string' },
    workspace: { type: 'string' },
  },
  run: (call) =>
    withHost(call.env.home, async (host) => {
      const [what = 'list', name] = call.positionals;
      if (what === 'list') return list(host, call.env);
      if (what === 'retry') return tryNow(host, call.env, await named(host, need(name, 'NAME')));
      if (what === 'chats') return listChats(host, call.env, await named(host, need(name, 'NAME')));
      if (what === 'open') return openChat(host, call, need(name, 'CHAT'));
      if (what === 'close') return closeChat(host, call.env, need(name, 'CHAT'));
      if (what === 'owner') return ownerNumbers(host, call);
      if (what === 'remove') return remove(host, call.env, await named(host, need(name, 'NAME')));
      if (!(await host.links.channels()).some(({ id }) => id === what)) throw new UsageError(`There is no "link ${what}".`);
      return pair(host, call, what);
    }),
};

const list = async (host: HostClient, env: Env): Promise<number> => {
  const links = await host.links.list();
  show(
    env,
    links.map(({ qr: _, pairingCode: __, ...rest }) => rest),
    () =>
      links.length === 0
        ? ['Nothing is linked.']
        : links.map((l) => `${connectionLine(l, Date.now())}${l.self ? `   ${l.self.number}` : ''}`),
  );
  return 0;
};
const named = async (host: HostClient, name: string): Promise<LinkView> => {
  const found = (await host.links.list()).find((l) => l.name.toLowerCase() === name.toLowerCase());
  if (!found) throw new UsageError(`There is no link with the name "${name}".`);
  return found;
};
const tryNow = async (host: HostClient, env: Env, { id }: LinkView): Promise<number> => {
  const now = await host.links.tryNow({ id });
  show(env, { state: now.state }, () => [connectionLine(now, Date.now())]);
  return 0;
};
const remove = async (host: HostClient, env: Env, { id, name }: LinkView): Promise<number> => {
  const done = await host.links.unlink({ id });
  show(env, done, () => [`${name} is not linked any more. Its chats stay as they are.`]);
  return 0;
};

const pair = async (host: HostClient, call: Invocation, channel: string): Promise<number> => {
  const { env, values } = call;
  const name = text(call, 'name') ?? 'WhatsApp';
  if (values.own && values.assistant) throw new UsageError('A number is --own or --assistant, not both.');
  const ownerNumber = text(call, 'owner');
  const known = (await host.links.list()).find((l) => l.name.toLowerCase() === name.toLowerCase() && l.channel === channel);
  const { id } =
    known ??
    (await host.links.add({
      channel,
      name,
      mode: values.assistant ? 'assistant' : 'own',
      ...(ownerNumber === undefined ? {} : { ownerNumber }),
    }));
  if (known?.state === 'live') {
    show(env, { state: 'live' }, () => [`${name} is linked already.`]);
    return 0;
  }
  const phone = text(call, 'phone');
  await host.links.pair({ id, ...(phone === undefined ? {} : { phone }) });
  return follow(host, env, id);
};

/** A line for each thing that is new, until the number is live or the pairing is over. */
const follow = async (host: HostClient, env: Env, id: string): Promise<number> => {
  let before: LinkView | null = null;
  const stop = new AbortController();
  try {
    for await (const links of await host.links.watch(undefined, { signal: stop.signal })) {
      const now = links.find((l) => l.id === id);
      if (!now) return 1;
      await tell(env, before, now);
      if (now.state === 'live') return 0;
      if (isOver(now)) return 1;
      before = now;
    }
    return 1;
  } finally {
    stop.abort();
  }
};

const tell = async (env: Env, before: LinkView | null, now: LinkView): Promise<void> => {
  if (now.qr !== null && now.qr !== before?.qr) {
    if (env.json) env.out(JSON.stringify({ qr: now.qr }));
    else {
      for (const line of await qrLines(now.qr)) env.out(line);
      env.out('On the phone: WhatsApp > Settings > Linked devices > Link a device. The code changes by itself.');
    }
  }
  if (now.pairingCode !== null && now.pairingCode !== before?.pairingCode)
    env.out(
      env.json
        ? JSON.stringify({ pairingCode: now.pairingCode })
        : `Or type this code there ("Link with phone number"): ${now.pairingCode}`,
    );
  if (now.state === before?.state && now.reason?.code === before?.reason?.code) return;
  if (env.json) env.out(JSON.stringify({ state: now.state, ...(now.reason ? { reason: now.reason.code } : {}) }));
  else env.out(now.state === 'live' ? `Linked: ${now.self?.number ?? now.name}` : now.reason ? renderReason(now.reason) : `${now.state} …`);
};
