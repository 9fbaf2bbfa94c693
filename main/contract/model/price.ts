import type { Usage } from './transcript.ts';

/** What a million tokens cost, in micro-dollars: 3 dollars are 3,000,000. */
export interface ModelPrice {
  readonly in: number;
  readonly out: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** A price list's line. `models` is a model's id without its date. */
export interface PricedModel extends ModelPrice {
  readonly models: string;
  /** When it was read, and where: prices change. */
  readonly asOf: string;
  readonly source: string;
}

/** What a call cost, in whole micro-dollars. */
export const costMicros = (price: ModelPrice, used: Usage): number =>
  Math.round(
    (used.in * price.in + used.out * price.out + used.cacheRead * price.cacheRead + used.cacheWrite * price.cacheWrite) / 1_000_000,
  );
