/** What this process tells the command that started it; nothing when it was started by the desktop. */
export type ParentMessage =
  | { readonly ready: true; readonly url: string; readonly link: string; readonly hasTray: boolean }
  | { readonly failed: string };

export const tellParent = (message: ParentMessage): void => void process.send?.(message);

/** Ctrl+C, the end of a session, or the terminal that went away: all are a wish to quit. */
export const quitWithParent = (quit: () => void): void => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, quit);
  process.on('disconnect', quit);
  process.channel?.unref();
};
