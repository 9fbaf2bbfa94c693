import { useSyncExternalStore } from 'react';
import { failureText, isLost } from './failure.ts';

export interface ResourceState<T> {
  /** null until the first answer. The last value stays while a newer one is fetched or cannot be. */
  readonly value: T | null;
  readonly error: string | null;
}

/** A value of the host that is fetched when somebody looks, and again when `refresh` is called. */
export interface Resource<T> {
  subscribe(listener: () => void): () => void;
  get(): ResourceState<T>;
  /** One fetch at a time; calls during a fetch cause exactly one more. */
  refresh(): void;
  /** Puts in what a call just answered, without waiting for the news. A fetch that began before it is asked again. */
  set(change: (value: T | null) => T | null): void;
}

export const createResource = <T>(fetch: () => Promise<T>): Resource<T> => {
  const listeners = new Set<() => void>();
  let state: ResourceState<T> = { value: null, error: null };
  let running = false;
  let again = false;
  let wanted = false;
  let puts = 0;

  const become = (next: ResourceState<T>): void => {
    state = next;
    for (const listener of [...listeners]) listener();
  };
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      const before = puts;
      try {
        const value = await fetch();
        if (before === puts) become({ value, error: null });
        else again = true;
      } catch (error) {
        // A lost host has its own banner, and everything is fetched again after it.
        if (!isLost(error)) become({ ...state, error: failureText(error) });
      }
    } while (again);
    running = false;
  };
  const refresh = (): void => {
    if (!wanted) return;
    if (running) again = true;
    else void run();
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      if (!wanted) {
        wanted = true;
        refresh();
      }
      return () => listeners.delete(listener);
    },
    get: () => state,
    refresh,
    set(change) {
      puts += 1;
      become({ value: change(state.value), error: null });
    },
  };
};

/** The state of a resource; renders again when it changes. */
export const useResource = <T>(resource: Resource<T>): ResourceState<T> => useSyncExternalStore(resource.subscribe, resource.get);
