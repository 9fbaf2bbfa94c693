import type { Channel } from './channel.ts';
import type { Ctx } from './ctx.ts';
import type { Hook } from './hook.ts';
import type { ModelProvider } from './model-provider.ts';
import type { SandboxProvider } from './sandbox.ts';
import type { Tool } from './tool.ts';
import type { Result } from './values.ts';

export type Contribution =
  | { readonly kind: 'channel'; readonly impl: Channel }
  | { readonly kind: 'sandbox'; readonly impl: SandboxProvider }
  | { readonly kind: 'provider'; readonly impl: ModelProvider }
  | { readonly kind: 'tool'; readonly impl: Tool }
  | { readonly kind: 'hook'; readonly impl: Hook };

export interface Plugin {
  activate(ctx: Ctx): Promise<void>;
  /**
   * Tries settings that are not saved yet by the cheapest real call; `ctx` gives those settings and the secrets that were
   * typed. Both texts are for a person. Must not throw.
   */
  testSettings?(ctx: Ctx, signal: AbortSignal): Promise<Result<{ text: string }>>;
}
/** A plugin's entry exports the result as `plugin`. */
export const definePlugin = (plugin: Plugin): Plugin => plugin;
