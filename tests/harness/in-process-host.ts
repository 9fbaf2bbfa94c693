import { createRouterClient } from '@orpc/server';
import type { HostClient } from '#contract/client/connect.ts';
import { createHost, type Host } from '#core/app/create-host.ts';
import type { Clock } from '#core/base/clock.ts';
import type { FoundPlugin } from '#core/plugins/plugins.ts';
import { firstParty } from '../../plugins/first-party.ts';
import { toolboxDir } from './built.ts';
import { tempHome } from './temp-home.ts';

export interface HostUnderTest {
  readonly home: string;
  readonly host: Host;
  /** The host's API, typed, as the window sees it; without a socket in between. */
  readonly client: HostClient;
  /** The chat of the workspace `home` in the window. */
  readonly chatId: string;
  /** Can be called twice. */
  stop(): Promise<void>;
}
export interface StartOptions {
  readonly home?: string;
  readonly plugins?: readonly FoundPlugin[];
  /** These instead of the product's own. */
  readonly only?: readonly FoundPlugin[];
  readonly clock?: Clock;
  readonly containerRuntime?: string;
  readonly recipeDir?: string;
}

/** The real host with the real first-party plugins in this process, on a temporary home. */
export const startHost = async (o: StartOptions = {}): Promise<HostUnderTest> => {
  const home = o.home ?? tempHome();
  const host = await createHost({
    home,
    version: '0.0.0-test',
    firstParty: [...(o.only ?? firstParty), ...(o.plugins ?? [])],
    toolboxDir: toolboxDir(),
    samplesDir: null,
    ...(o.clock ? { clock: o.clock } : {}),
    ...(o.recipeDir ? { recipeDir: o.recipeDir } : {}),
    containerRuntime: o.containerRuntime,
  });
  const client: HostClient = createRouterClient(host.api, {
    context: { surface: 'desktop', openLink: () => '', url: () => null, stop: () => undefined },
  });
  const chat = await client.chats.open({ workspace: 'home', surface: 'desktop' });
  let stopped: Promise<void> | null = null;
  return {
    home,
    host,
    client,
    chatId: chat.id,
    stop: () => {
      stopped ??= host.stop();
      return stopped;
    },
  };
};
