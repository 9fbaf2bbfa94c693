import type { HostClient } from '#contract/client/connect.ts';
import type { StatusView } from '#contract/ui/host-views.ts';
import type { AskView } from '#contract/ui/views.ts';
import type { EventTopic, WatchItem } from '#contract/ui/watch.ts';
import type { Log } from '#core/base/log.ts';
import { texts } from './texts.ts';
import type { HostGlance } from './tray/tray-state.ts';

export interface Seen {
  readonly glance: HostGlance;
  readonly asks: readonly AskView[];
}
export interface HostEyes {
  readonly onSeen: (seen: Seen) => void;
  /** A turn reached an end. */
  readonly onTurnEnd: (turn: { id: string; chatId: string; state: 'done' | 'failed' }) => void;
}

const interesting: ReadonlySet<EventTopic> = new Set(['ask', 'turn', 'host', 'plugin', 'sandbox']);

/** Follows the host's news and looks again when something that the tray shows has changed. Ends with the signal. */
export const watchGlance = async (client: HostClient, eyes: HostEyes, log: Log, signal: AbortSignal): Promise<void> => {
  let isDirty = false;
  let isLooking = false;
  const look = async (): Promise<void> => {
    isDirty = true;
    if (isLooking) return;
    isLooking = true;
    try {
      while (isDirty && !signal.aborted) {
        isDirty = false;
        const [status, asks] = await Promise.all([client.host.status(), client.asks.list({ state: 'pending' })]);
        if (!signal.aborted) eyes.onSeen({ glance: glanceOf(status, asks.length), asks });
      }
    } catch (error) {
      log('warn', 'the host could not be looked at', { error: String(error) });
    } finally {
      isLooking = false;
    }
  };
  const take = (item: WatchItem): void => {
    if (item.type === 'delta' || (item.type === 'event' && !interesting.has(item.topic))) return;
    void look();
    if (item.type !== 'event' || item.topic !== 'turn' || item.chatId === null) return;
    const { state } = item.payload;
    if (state === 'done' || state === 'failed') eyes.onTurnEnd({ id: item.entityId, chatId: item.chatId, state });
  };
  try {
    for await (const item of await client.host.watch({ since: null }, { signal })) take(item);
  } catch (error) {
    if (!signal.aborted) log('error', 'the news ended', { error: String(error) });
  }
};

const badLinks: ReadonlySet<string> = new Set(['conflict', 'logged-out', 'degraded']);

export const glanceOf = (status: StatusView, asks: number): HostGlance => ({
  asks,
  running: status.turns.running.filter((turn) => turn.state === 'running').length,
  paused: status.host.paused,
  stopped: status.host.stopped,
  troubles: [
    ...(status.host.vault === 'locked' ? [texts.trouble.vaultLocked] : []),
    ...(status.host.vault === 'damaged' ? [texts.trouble.vaultDamaged] : []),
    ...status.connections.filter((c) => badLinks.has(c.state)).map((c) => texts.trouble.connection(c.name)),
    ...(status.host.notices.length > 0 ? [texts.trouble.notice] : []),
  ],
  isStopping: false,
});
