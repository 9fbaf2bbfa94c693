import { z } from 'zod';
import { base } from './base.ts';

export const vault = {
  status: base.output(z.object({ state: z.enum(['ready', 'locked', 'damaged']), slots: z.array(z.string()), entries: z.number() })),
  unlock: base.input(z.object({ passphrase: z.string().max(1000) })).output(z.object({ state: z.enum(['ready', 'locked', 'damaged']) })),
  /** Puts a passphrase slot in place of the key file: the vault is then locked at every start. */
  setPassphrase: base
    .input(z.object({ passphrase: z.string().min(8).max(1000), keepKeyFile: z.boolean().default(true) }))
    .output(z.object({ slots: z.array(z.string()) })),
};
