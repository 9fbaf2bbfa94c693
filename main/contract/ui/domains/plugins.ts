import { z } from 'zod';
import { PluginView } from '../views.ts';
import { base, id } from './base.ts';

export const plugins = {
  list: base.output(z.array(PluginView)),
  setEnabled: base.input(z.object({ id, enabled: z.boolean() })).output(PluginView),
  saveSettings: base.input(z.object({ id, settings: z.record(z.string(), z.unknown()) })).output(PluginView),
};
