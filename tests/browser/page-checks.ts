import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const run = async (page: Page, options: Readonly<Record<string, unknown>>): Promise<string[]> => {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  const { violations } = (await page.evaluate(`axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...options })})`)) as {
    violations: Finding[];
  };
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
};

/** Every accessibility finding of the page as it stands. */
export const findings = (page: Page): Promise<string[]> => run(page, {});

// Colours that are still on their way to another scheme are nobody's.
const settled = `(async () => {
  const frame = () => new Promise((go) => requestAnimationFrame(go));
  const running = () => document.getAnimations().filter((each) => each instanceof CSSTransition);
  do {
    await Promise.all(running().map((each) => each.finished.catch(() => 0)));
    await frame();
    await frame();
  } while (running().length > 0);
})()`;

/** Every finding in light, and in dark those about colours: of all rules only these depend on the scheme. */
export const findingsInBothSchemes = async (page: Page): Promise<string[]> => {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
    await page.evaluate(settled);
    const of = await run(page, colorScheme === 'dark' ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {});
    found.push(...of.map((finding) => `${colorScheme}: ${finding}`));
  }
  return found;
};

/** The windows in which every screen must be usable. */
export const sizes = [
  { name: 'a small window (900 x 600)', viewport: { width: 900, height: 600 } },
  { name: 'a phone (360 x 740)', viewport: { width: 360, height: 740 } },
  { name: 'a small window at 200 % zoom', viewport: { width: 450, height: 300 } },
];
// Cut off: wider than its box, and neither scrolling nor ending in an ellipsis.
export const cutOff = `[document.documentElement, ...document.querySelectorAll('main *')].filter((el) => { const s = getComputedStyle(el); return el.scrollWidth > el.clientWidth + 1 && !['visible', 'auto', 'scroll'].includes(s.overflowX) && s.textOverflow !== 'ellipsis' && !el.closest('.py-hidden, .mantine-Switch-root, input'); }).map((el) => [el, [...el.querySelectorAll('*')].findLast((inner) => inner.getBoundingClientRect().right > el.getBoundingClientRect().right + 1)].map((each) => each?.className || each?.nodeName).join(' by '))`;

// Whatever is not in brackets did not come from the locale; what people, models and the host wrote is marked translate="no".
export const untranslated = `(() => {
  const found = [];
  const isOurs = (el) => !el.closest('[translate="no"], script, style, time, textarea');
  const bare = (text) => { let rest = text, last; do { last = rest; rest = last.replace(/⟦[^⟦⟧]*⟧/g, ''); } while (rest !== last); return rest.replace(/[\\d\\s.,:·%…–\\-$!?()*]/g, ''); };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const el = walk.currentNode.parentElement; if (isOurs(el) && bare(walk.currentNode.data)) found.push(walk.currentNode.data); }
  for (const el of document.querySelectorAll('[aria-label], [title], [placeholder]'))
    for (const name of ['aria-label', 'title', 'placeholder']) { const v = el.getAttribute(name); if (v && bare(v) && !v.includes('⟦') && !el.closest('article, section[aria-label], .py-chip')) found.push(name + ': ' + v); }
  return found;
})()`;

interface Focused {
  /** Distinguishes one control from the next. */
  readonly id: string;
  readonly name: string;
  readonly isSeen: boolean;
}
// A mark of its own for each control, since many share a name. The ring may be drawn by what stands for the control.
const focused = `(() => {
  const el = document.activeElement;
  if (!el || el === document.body) return null;
  window.marks ??= new WeakMap();
  if (!window.marks.has(el)) window.marks.set(el, String((window.markCount = (window.markCount ?? 0) + 1)));
  const near = [el, el.nextElementSibling, el.parentElement, el.closest('.py-choice'), el.closest('.py-composer__box'), el.closest('.mantine-Input-wrapper')?.querySelector('input, select, textarea'), el.closest('label'), el.parentElement?.querySelector('label')].filter(Boolean);
  const isSeen = near.some((n) => { const s = getComputedStyle(n); return (s.outlineStyle !== 'none' && s.outlineWidth !== '0px') || (n.matches('input, select, textarea') && n.matches(':focus') && s.borderColor !== 'rgba(0, 0, 0, 0)' && s.borderStyle !== 'none'); });
  return { id: window.marks.get(el), name: el.getAttribute('aria-label') || el.textContent || el.value || el.name || el.nodeName, isSeen };
})()`;

/** Tab from the top until the first control comes again: what was reached, in order. Fails by never coming back when there is a trap. */
export const walkByTab = async (page: Page): Promise<readonly Focused[]> => {
  const most = 200;
  const seen = new Map<string, Focused>();
  await page.evaluate('document.activeElement?.blur()');
  for (let i = 0; i < most; i += 1) {
    await page.keyboard.press('Tab');
    const at = (await page.evaluate(focused)) as Focused | null;
    if (at === null) continue;
    const first = seen.keys().next().value;
    if (at.id === first && seen.size > 1) return [...seen.values()];
    seen.set(at.id, at);
  }
  return [...seen.values()];
};

/** How many controls a keyboard should reach: each that is shown, a group of radio buttons once. */
export const reachable = `(() => {
  const shown = (el) => el.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && !el.closest('[inert], [aria-hidden="true"]');
  const list = [...document.querySelectorAll('button, a[href], input, select, textarea, [tabindex="0"]')].filter((el) => shown(el) && !el.disabled && el.tabIndex >= 0);
  const radios = new Set(list.filter((el) => el.type === 'radio').map((el) => el.name));
  return list.filter((el) => el.type !== 'radio').length + radios.size;
})()`;

/** In which of the windows something is cut off or makes the page scroll sideways, and what. */
export const misfits = async (page: Page): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const { name, viewport } of sizes) {
    await page.setViewportSize(viewport);
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    found.push(...((await page.evaluate(cutOff)) as string[]).map((what) => `${name}: ${what}`));
    if (!(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'))) found.push(`${name}: the page`);
  }
  return found;
};
