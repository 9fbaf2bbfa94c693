interface OpenCall {
  readonly pluginId: string;
  readonly mayFollow: (url: string) => boolean;
}

/** The calls of tools of plugins that run now, for what the gate of fetches has to know of them. */
export const createOpenCalls = () => {
  const open = new Map<string, OpenCall>();
  return {
    /** Returns what ends it. */
    begin(callId: string, call: OpenCall): () => void {
      open.set(callId, call);
      return () => void open.delete(callId);
    },
    /** Whether a request of a plugin may follow a redirect. One that names no call is held against all that the plugin has open. */
    mayFollow(pluginId: string, callId: string | undefined, url: string): boolean {
      if (callId === undefined) return [...open.values()].filter((call) => call.pluginId === pluginId).every((call) => call.mayFollow(url));
      const call = open.get(callId);
      return call?.pluginId === pluginId && call.mayFollow(url);
    },
  };
};
export type OpenCalls = ReturnType<typeof createOpenCalls>;
