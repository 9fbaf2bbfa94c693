type Props = Readonly<Record<string, string | boolean | (() => void) | undefined>>;
type Child = Node | string | null;

/** An element; a function is what a click does, false and undefined leave an attribute out. */
export const h = <K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props))
    if (typeof value === 'function') element.addEventListener('click', value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  for (const child of children) if (child !== null) element.append(child);
  return element;
};

/** The element of the page with this id. */
export const the = <T extends HTMLElement = HTMLElement>(id: string): T => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id} is missing`);
  return found as T;
};

interface Item {
  readonly key: string;
  /** Says everything that is seen: an item is made anew only when it differs. */
  readonly looks: string;
  readonly make: () => HTMLElement;
}
/** Makes the children of `parent` be these, in this order. What looks the same stays as it is, and so does the focus. */
export const keep = (parent: HTMLElement, items: readonly Item[]): void => {
  const before = new Map([...parent.children].map((child) => [(child as HTMLElement).dataset.key ?? '', child as HTMLElement]));
  const focused = parent.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
  const place = focused?.closest<HTMLElement>('[data-key]')?.dataset.key;
  const children = items.map(({ key, looks, make }) => {
    const old = before.get(key);
    if (old?.dataset.looks === looks) return old;
    const made = make();
    made.dataset.key = key;
    made.dataset.looks = looks;
    return made;
  });
  if (children.length === parent.children.length && children.every((child, i) => child === parent.children[i])) return;
  parent.replaceChildren(...children);
  if (!focused) return;
  const again = focused.isConnected ? focused : children.find((child) => child.dataset.key === place);
  (again?.matches('button') ? again : (again?.querySelector<HTMLElement>('button') ?? again))?.focus();
};
