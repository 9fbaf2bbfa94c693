import { mkdirSync } from 'node:fs';
import { startFixtureHost } from '/work/main/tests/browser/fixture-host.ts';
import { makeAsk, makeChat, makeMessage, makeModel, makePlugin, makeStep, makeTool, makeTurn, at } from '/work/main/tests/browser/fixture-state.ts';
import { launchBrowser, openPage } from '/work/main/tests/browser/open-page.ts';
import { buildRenderer } from '/work/main/build/renderer.ts';
await buildRenderer('/tmp/h3-out');
mkdirSync('/tmp/h3-shots', { recursive: true });
const host = await startFixtureHost('/tmp/h3-out');
const s = host.state;
s.workspaces.push({ ...s.workspaces[0]!, id: 'ws-2', name: 'research', isAdmin: false, accounts: [{ id: 'acc-2', name: 'practice', provider: 'practice' }], model: null });
s.chats = [
  makeChat({ lastText: 'You spent 412.30 in March.', state: 'waiting', lastAt: at(2) }),
  makeChat({ id: 'chat-2', name: 'Trip to Lisbon', lastText: 'I found three flights below 200.', state: 'working', lastAt: at(30) }),
  makeChat({ id: 'chat-3', name: 'Ann', channel: 'whatsapp', lastText: 'See you tomorrow!', lastAt: at(60 * 26) }),
  makeChat({ id: 'chat-4', name: 'Papers about sleep', workspaceId: 'ws-2', workspace: 'research', state: 'failed', lastText: 'Read the three newest and sum up', lastAt: at(60 * 24 * 5) }),
];
s.messages = [
  makeMessage(1, { text: 'What did I spend in March? The receipts are in the folder receipts.', sentAt: at(8), turnId: 'turn-1' }),
  makeMessage(2, { origin: 'harness', author: null, text: 'The sandbox was started: bubblewrap, own processes, no network.', sentAt: at(7) }),
  makeMessage(3, { origin: 'command', author: null, text: '', command: { line: '!wc -l receipts/*.csv', exitCode: 0, output: '  14 receipts/march-a.csv\n   9 receipts/march-b.csv\n  23 total' }, sentAt: at(5) }),
  makeMessage(4, { text: 'Tell Bob my total', sentAt: at(2), turnId: 'turn-2' }),
];
s.turns = [
  makeTurn({ startedAt: at(8), endedAt: at(8) + 12_300, steps: [
    makeModel('m1', 0),
    makeStep('th', 1, { kind: 'thinking', text: 'The receipts are CSV files. I should list them first and add up the amounts.' }),
    makeTool('t1', 2, { input: { command: 'ls -1 receipts' }, output: 'march-a.csv\nmarch-b.csv\nnotes.txt' }),
    makeTool('t2', 3, { input: { command: 'cat receipts/march-c.csv' }, output: 'cat: receipts/march-c.csv: No such file or directory', exitCode: 1 }, { state: 'failed' }),
    makeTool('t3', 4, { name: 'write_file', input: { path: 'totals.md', content: '# March\n\n412.30' }, exitCode: null }),
    makeStep('tx', 5, { text: 'You spent **412.30** in March, about a tenth less than in February. I wrote the list to `totals.md`.\n\n| What | Receipts | Sum |\n|---|---:|---:|\n| Groceries | 9 | 231.10 |\n| Transport | 3 | 92.00 |\n| Books | 2 | 89.20 |\n\nTwo things to check:\n\n1. The receipt of **12 March** has no amount.\n2. There is one refund, which I did not subtract.\n\n```sh\nawk -F, \'{ sum += $3 } END { print sum }\' receipts/*.csv\n```' }),
  ] }),
  makeTurn({ id: 'turn-2', afterSeq: 4, state: 'waiting', wait: 'ask', startedAt: at(2), endedAt: null, steps: [makeStep('t9', 0, { turnId: 'turn-2', text: 'I will send Bob the total for March.', startedAt: at(2), endedAt: at(2) })] }),
];
s.asks = [makeAsk({ turnId: 'turn-2', reason: { code: 'external-tool', params: {} } })];
s.plugins = [makePlugin(), makePlugin({ id: 'whatsapp', title: 'WhatsApp', description: 'Talk to Pynchy from your phone.', contributes: [{ kind: 'channel', id: 'whatsapp', title: 'WhatsApp' }], permissions: [{ kind: 'network', why: 'to talk to the WhatsApp servers' }], enabled: true, state: 'failed', reason: { code: 'plugin-threw', params: {} } }), makePlugin({ id: 'bubblewrap', title: 'Embedded sandbox', enabled: false, state: 'disabled', permissions: [] })];
const browser = await launchBrowser();
const shoot = async (name: string, options: Parameters<typeof openPage>[2], act?: (p: Awaited<ReturnType<typeof openPage>>['page']) => Promise<void>) => {
  const o = await openPage(browser, host, options);
  await act?.(o.page);
  await o.page.waitForLoadState('networkidle');
  await o.page.screenshot({ path: `/tmp/h3-shots/${name}.png` });
  if (o.errors.length) console.log(name, o.errors);
  await o.close();
};
const only = process.argv[2];
const all: [string, Parameters<typeof shoot>[1], Parameters<typeof shoot>[2]?][] = [
  ['chat-light', { colorScheme: 'light' }],
  ['chat-dark', { colorScheme: 'dark' }],
  ['top-light', { colorScheme: 'light' }, async (p) => { await p.getByRole('button', { name: /Ran 2 commands/ }).click(); await p.locator('.py-thread__viewport').evaluate((el) => { el.scrollTop = 0; }); }],
  ['phone', { viewport: { width: 390, height: 780 } }],
  ['phone-drawer', { viewport: { width: 390, height: 780 } }, async (p) => { await p.getByRole('button', { name: 'Open menu' }).click(); await p.getByText('Plugins').waitFor(); }],
  ['small', { viewport: { width: 900, height: 600 } }],
  ['zoom', { viewport: { width: 450, height: 300 }, deviceScaleFactor: 2 }],
  ['accounts', { path: '#/accounts' }, async (p) => { await p.getByRole('button', { name: 'Add account' }).click(); await p.getByText('Ollama').waitFor(); await p.getByRole('article', { name: 'work' }).getByRole('button', { name: 'Test' }).click(); await p.getByText('answered in').waitFor(); }],
  ['accounts-dark', { path: '#/accounts', colorScheme: 'dark' }, async (p) => { await p.getByRole('article', { name: 'home' }).waitFor(); }],
  ['plugins', { path: '#/plugins' }, async (p) => { await p.getByText('WhatsApp servers').waitFor(); }],
  ['empty', { path: '#/chat/chat-4', colorScheme: 'light' }, async (p) => { await p.getByText('What shall we do?').waitFor(); }],
  ['shell', { path: '#/chat/chat-2' }, async (p) => { await p.getByRole('textbox', { name: /Trip/ }).fill('!ls -la receipts'); }],
  ['lost', { path: '#/chat/chat-2' }, async (p) => { host.cut(true); await p.getByText('Try now').waitFor(); host.accept; }],
];
for (const [n, o, a] of all) if (!only || n.startsWith(only)) { host.accept(); await shoot(n, o, a); }
await browser.close(); await host.close();
