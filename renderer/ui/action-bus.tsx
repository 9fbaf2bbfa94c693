import { createContext, useContext, useEffect, useRef } from 'react';

/** What can be done from everywhere, by name: whoever can do it now says so, whoever wants it done asks here. */
export interface ActionBus {
  /** The newest handler of a name does it. Returns how to take it back. */
  offer(name: string, run: () => void): () => void;
  canRun(name: string): boolean;
  /** False when nobody can do it now. */
  run(name: string): boolean;
  /** Called whenever what can be done changes. Returns how to end it. */
  subscribe(changed: () => void): () => void;
}

export const createActionBus = (): ActionBus => {
  const handlers = new Map<string, readonly (() => void)[]>();
  const listeners = new Set<() => void>();
  const put = (name: string, runs: readonly (() => void)[]): void => {
    handlers.set(name, runs);
    for (const changed of [...listeners]) changed();
  };
  return {
    offer(name, run) {
      put(name, [...(handlers.get(name) ?? []), run]);
      return () =>
        put(
          name,
          (handlers.get(name) ?? []).filter((other) => other !== run),
        );
    },
    canRun: (name) => (handlers.get(name)?.length ?? 0) > 0,
    run(name) {
      const newest = handlers.get(name)?.at(-1);
      newest?.();
      return newest !== undefined;
    },
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
};

const BusContext = createContext<ActionBus | null>(null);
export const ActionBusProvider = BusContext.Provider;

/** The bus of this window; only below ActionBusProvider. */
export const useActionBus = (): ActionBus => {
  const bus = useContext(BusContext);
  if (!bus) throw new Error('useActionBus needs an ActionBusProvider above it');
  return bus;
};

/** Offers to do `name` while this part is shown; null while it cannot. Without a bus above it does nothing. */
export const useOffer = (name: string, run: (() => void) | null): void => {
  const bus = useContext(BusContext);
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const can = run !== null;
  useEffect(() => (can ? bus?.offer(name, () => latest.current?.()) : undefined), [bus, name, can]);
};
