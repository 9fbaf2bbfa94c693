import { z } from 'zod';
import { PluginView } from '../host-views.ts';
import { base, id } from './base.ts';

export const plugins = {
  list: base.output(z.array(PluginView)),
  setEnabled: base.input(z.object({ id, enabled: z.boolean() })).output(PluginView),
  /** Tries settings that are not saved; the outcome is a sentence. Nothing of it is kept. */
  test: base.input(z.object({ id, settings: z.record(z.string(), z.unknown()) })).output(z.object({ ok: z.boolean(), text: z.string() })),
  saveSettings: base.input(z.object({ id, settings: z.record(z.string(), z.unknown()) })).output(PluginView),
};
