import type { MountListView } from '#contract/ui/domains/sandbox.ts';

type Root = Pick<MountListView['allowedRoots'][number], 'path' | 'allowReadWrite'>;

const empty: MountListView = { allowedRoots: [], blockedPatterns: [], nonAdminReadOnly: true };

/** The list with a folder; one that is there keeps its place and what is said about it. */
export const withFolder = (list: MountListView | null, root: Root): MountListView => {
  const from = list ?? empty;
  const isThere = from.allowedRoots.some(({ path }) => path === root.path);
  const allowedRoots = isThere
    ? from.allowedRoots.map((other) => (other.path === root.path ? { ...other, ...root } : other))
    : [...from.allowedRoots, { ...root, description: '' }];
  return { ...from, allowedRoots };
};

export const withoutFolder = (list: MountListView, gone: string): MountListView => ({
  ...list,
  allowedRoots: list.allowedRoots.filter(({ path }) => path !== gone),
});
