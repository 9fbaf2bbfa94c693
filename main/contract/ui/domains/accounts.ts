import { z } from 'zod';
import { colors } from '../../model/colors.ts';
import { AccountView } from '../views.ts';
import { base, id, name } from './base.ts';

/** The outcome of a real call in words, and what it cost in millionths of a dollar: null when the price is not known. */
const Tested = z.object({
  ok: z.boolean(),
  text: z.string(),
  code: z.string().nullable(),
  ms: z.number(),
  costMicros: z.number().int().nullable(),
});

export const accounts = {
  list: base.output(z.array(AccountView)),
  providers: base.output(
    z.array(z.object({ id: z.string(), title: z.string(), needsKey: z.enum(['yes', 'optional', 'no']), defaultBaseUrl: z.string() })),
  ),
  add: base
    .input(
      z.object({
        name,
        provider: id,
        baseUrl: z.string().max(500).nullable().default(null),
        key: z.string().max(10_000).nullable().default(null),
        realm: name.default('personal'),
        budgetTokens: z.number().int().positive().nullable().default(null),
      }),
    )
    .output(AccountView),
  remove: base.input(z.object({ name })).output(z.object({ removed: z.literal(true) })),
  setKey: base.input(z.object({ name, key: z.string().min(1).max(10_000) })).output(AccountView),
  setBaseUrl: base.input(z.object({ name, baseUrl: z.string().min(1).max(500) })).output(AccountView),
  setLimit: base.input(z.object({ name, budgetTokens: z.number().int().positive().nullable() })).output(AccountView),
  setColor: base.input(z.object({ name, color: z.enum(colors) })).output(AccountView),
  /**
   * Tries an account that is not saved: nothing of it is kept. With `account` what is left out is taken from that one, and so
   * a new key is tried before it replaces the old.
   */
  tryOut: base
    .input(
      z.object({
        account: name.nullable().default(null),
        provider: id.nullable().default(null),
        baseUrl: z.string().max(500).nullable().default(null),
        key: z.string().max(10_000).nullable().default(null),
        model: z.string().max(200).nullable().default(null),
      }),
    )
    .output(Tested.extend({ models: z.array(z.string()) })),
  /** Tries a saved account for real. Never an error: the outcome is the answer. */
  test: base.input(z.object({ name, model: z.string().max(200).nullable().default(null) })).output(Tested),
  models: base.input(z.object({ name })).output(
    z.object({
      ok: z.boolean(),
      text: z.string(),
      models: z.array(z.object({ id: z.string(), name: z.string(), contextTokens: z.number() })),
    }),
  ),
  detect: base.output(z.array(z.object({ name: z.string(), baseUrl: z.string(), models: z.array(z.string()) }))),
};
