/** What a process holds now. */
export interface Census {
  readonly timers: number;
  readonly sockets: number;
  /** Listeners on the process itself: what is never taken off lands there. */
  readonly listeners: number;
  readonly heapBytes: number;
  readonly rssBytes: number;
}

/** Collects garbage first where that was allowed (`--expose-gc`). */
export const takeCensus = (): Census => {
  globalThis.gc?.();
  const resources = process.getActiveResourcesInfo();
  const { heapUsed, rss } = process.memoryUsage();
  return {
    timers: resources.filter((r) => r === 'Timeout').length,
    sockets: resources.filter((r) => r === 'TCPSocketWrap').length,
    listeners: process.eventNames().reduce((n, name) => n + process.listenerCount(name), 0),
    heapBytes: heapUsed,
    rssBytes: rss,
  };
};
