import { type Account, type Accounts, type Companion, deviceOf, lidJid } from './accounts.ts';
import { answerGroupIq, type GroupIqPorts } from './group-iqs.ts';
import { bytesOf, childOf, childrenOf, type Node, node, numberOf } from './nodes.ts';
import type { Session } from './session.ts';
import type { Bundle } from './signal-device.ts';

export interface IqPorts extends GroupIqPorts {
  readonly mediaHost: () => string;
}

/** What the server answers to a question of a logged-in client: the content of the result. */
export const answerIq = (session: Session, iq: Node, ports: IqPorts): Node[] => {
  const { xmlns, type } = iq.attrs;
  switch (xmlns) {
    case 'encrypt':
      return type === 'set' ? takeKeys(session.companion, iq) : giveKeys(session.companion, iq, ports.accounts);
    case 'usync':
      return [usync(iq, ports.accounts)];
    case 'privacy':
      return type === 'get' ? [node('privacy', {}, [node('category', { name: 'readreceipts', value: 'all' })])] : [];
    case 'blocklist':
      return [node('list')];
    case 'abt':
      return [node('props', { version: '1' })];
    case 'w:m':
      return [node('media_conn', { auth: 'auth', ttl: '3600', max_buckets: '12' }, [node('host', { hostname: ports.mediaHost() })])];
    case 'w:sync:app:state':
      return [
        node(
          'sync',
          {},
          childrenOf(childOf(iq, 'sync'), 'collection').map((c) => node('collection', { name: c.attrs.name, version: '1' })),
        ),
      ];
    case 'w:g2':
      return session.account ? [answerGroupIq(session.account, iq, ports)] : [];
    default:
      return [];
  }
};

const takeKeys = (companion: Companion | null, iq: Node): Node[] => {
  const skey = childOf(iq, 'skey') ?? childOf(childOf(iq, 'rotate'), 'skey');
  if (!companion) throw new Error('keys of nobody');
  if (skey)
    companion.bundle = {
      registrationId: childOf(iq, 'registration') ? numberOf(childOf(iq, 'registration')) : companion.bundle.registrationId,
      identity: childOf(iq, 'identity') ? bytesOf(childOf(iq, 'identity')) : companion.bundle.identity,
      signedPreKey: {
        id: numberOf(childOf(skey, 'id')),
        value: bytesOf(childOf(skey, 'value')),
        signature: bytesOf(childOf(skey, 'signature')),
      },
    };
  for (const key of childrenOf(childOf(iq, 'list'), 'key'))
    companion.preKeys.push({ id: numberOf(childOf(key, 'id')), value: bytesOf(childOf(key, 'value')) });
  return [];
};

const giveKeys = (companion: Companion | null, iq: Node, accounts: Accounts): Node[] => {
  if (childOf(iq, 'count')) return [node('count', { value: String(companion?.preKeys.length ?? 0) })];
  if (childOf(iq, 'digest')) return [node('digest', {}, [])];
  const asked = childrenOf(childOf(iq, 'key'), 'user').map((user) => user.attrs.jid ?? '');
  return [
    node(
      'list',
      {},
      asked.map((jid) => bundleNode(jid, accounts)),
    ),
  ];
};

const bundleNode = (jid: string, accounts: Accounts): Node => {
  const account = accounts.find(jid);
  const bundle = account && bundleOf(account, deviceOf(jid));
  if (!bundle) return node('user', { jid }, [node('error', { code: '404', text: 'item-not-found' })]);
  const { signedPreKey: s, preKey: p } = bundle;
  return node('user', { jid }, [
    node('registration', {}, bigEndian(bundle.registrationId, 4)),
    node('type', {}, Buffer.from([5])),
    node('identity', {}, Buffer.from(bundle.identity)),
    node('skey', {}, [
      node('id', {}, bigEndian(s.id, 3)),
      node('value', {}, Buffer.from(s.value)),
      node('signature', {}, Buffer.from(s.signature)),
    ]),
    ...(p ? [node('key', {}, [node('id', {}, bigEndian(p.id, 3)), node('value', {}, Buffer.from(p.value))])] : []),
  ]);
};

/** Keys to begin a session with a device; each one-time key is given away once. */
export const bundleOf = (account: Account, device: number): Bundle | null => {
  if (device === 0) return account.phone.bundle();
  const companion = account.companions.get(device);
  return companion ? { ...companion.bundle, preKey: companion.preKeys.shift() ?? null } : null;
};

const bigEndian = (value: number, bytes: number): Buffer => {
  const out = Buffer.alloc(bytes);
  out.writeUIntBE(value, 0, bytes);
  return out;
};

const usync = (iq: Node, accounts: Accounts): Node => {
  const asked = childOf(iq, 'usync');
  const wants = new Set(childrenOf(childOf(asked, 'query')).map((q) => q.tag));
  const users = childrenOf(childOf(asked, 'list'), 'user').map((user) => {
    const typed = childOf(user, 'contact')?.content;
    const jid = user.attrs.jid ?? `${String(typed ?? '').replace('+', '')}@s.whatsapp.net`;
    const account = accounts.find(jid);
    const parts: Node[] = [];
    if (wants.has('contact')) parts.push(node('contact', { type: account ? 'in' : 'out' }));
    if (account && wants.has('devices')) parts.push(node('devices', {}, [deviceList(account)]));
    // Only asked with a phone number: for the other form the library logs an invalid mapping.
    if (account && wants.has('lid') && !jid.endsWith('@lid')) parts.push(node('lid', { val: lidJid(account) }));
    return node('user', { jid }, parts);
  });
  return node('usync', {}, [node('list', {}, users)]);
};

const deviceList = (account: Account): Node =>
  node('device-list', {}, [
    node('device', { id: '0' }),
    ...[...account.companions.values()]
      .filter((c) => !c.removed)
      .map((c) => node('device', { id: String(c.device), 'key-index': String(c.device) })),
  ]);
