import type { JsonObject } from '../model/transcript.ts';

/** The arguments of a call by who said them: the model, or nobody, so that the usual value of its tool counts. */
export interface Arguments {
  readonly given: JsonObject;
  /** Without those that add nothing: no, none, nothing, 0. */
  readonly usual: JsonObject;
}

const addsNothing = (value: unknown): boolean =>
  value === false ||
  value === null ||
  value === 0 ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value as object).length === 0);

/** `defaults` are the names that nobody gave. */
export const argumentsOf = (input: JsonObject, defaults: readonly string[]): Arguments => {
  const entries = Object.entries(input);
  return {
    given: Object.fromEntries(entries.filter(([name]) => !defaults.includes(name))),
    usual: Object.fromEntries(entries.filter(([name, value]) => defaults.includes(name) && !addsNothing(value))),
  };
};

/** "timeout_s: 120, mode: fast"; empty when there is nothing to say. */
export const usualText = ({ usual }: Pick<Arguments, 'usual'>): string =>
  Object.entries(usual)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
