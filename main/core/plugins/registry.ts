import type { Contribution } from '#plugin-api';

type Kind = Contribution['kind'];
type ImplOf<K extends Kind> = Extract<Contribution, { kind: K }>['impl'];

export const contributionId = (c: Contribution): string => (c.kind === 'tool' ? c.impl.name : c.impl.id);

/** What the active plugins contribute now. */
export const createRegistry = (changed: (kind: Kind) => void) => {
  const entries: { pluginId: string; contribution: Contribution }[] = [];
  const own = new Map<Kind, ReadonlySet<string>>();
  return {
    /** What is built in: no plugin can take such an id. Said before any plugin starts. */
    reserve(kind: Kind, ids: readonly string[]): void {
      own.set(kind, new Set(ids));
    },
    /** Throws when the id is taken: the later plugin fails to activate and says why. */
    add(pluginId: string, contribution: Contribution): () => void {
      const id = contributionId(contribution);
      if (own.get(contribution.kind)?.has(id)) throw new Error(`${contribution.kind} "${id}" is already there: it is Pynchy's own`);
      const taken = entries.find((e) => e.contribution.kind === contribution.kind && contributionId(e.contribution) === id);
      if (taken) throw new Error(`${contribution.kind} "${id}" is already there, from the plugin ${taken.pluginId}`);
      const entry = { pluginId, contribution };
      entries.push(entry);
      changed(contribution.kind);
      return () => {
        const at = entries.indexOf(entry);
        if (at < 0) return;
        entries.splice(at, 1);
        changed(contribution.kind);
      };
    },
    all: <K extends Kind>(kind: K): { pluginId: string; impl: ImplOf<K> }[] =>
      entries.flatMap((e) => (e.contribution.kind === kind ? [{ pluginId: e.pluginId, impl: e.contribution.impl as ImplOf<K> }] : [])),
    find: <K extends Kind>(kind: K, id: string): ImplOf<K> | null =>
      (entries.find((e) => e.contribution.kind === kind && contributionId(e.contribution) === id)?.contribution.impl as
        | ImplOf<K>
        | undefined) ?? null,
    pluginOf: (kind: Kind, id: string): string | null =>
      entries.find((e) => e.contribution.kind === kind && contributionId(e.contribution) === id)?.pluginId ?? null,
  };
};
export type Registry = ReturnType<typeof createRegistry>;
