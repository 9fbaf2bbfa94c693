import { AppError } from '#contract/errors.ts';
import type { SendingView } from '#contract/ui/domains/sending.ts';
import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

/** How words go out to messengers, and what becomes of those that may not have arrived. */
export const sendingRoutes = (os: Base, { store, outbox, zone }: ApiDeps) => {
  const view = (): SendingView => ({
    numbers: store.connections.list().map(({ id, name, color }) => ({ id, name, color, quiet: store.sending.quiet(id) })),
    workspaces: store.workspaces.list().map(({ id, name, color }) => ({ id, name, color, ...store.sending.ofWorkspace(id) })),
    zone: zone(),
  });
  const stuck = (of: { messageId?: string | undefined; turnId?: string | undefined }): string[] =>
    store.deliveries.stuck({ messageId: of.messageId ?? null, turnId: of.turnId ?? null });
  return {
    get: os.sending.get.handler(() => view()),
    setQuiet: os.sending.setQuiet.handler(({ input }) => {
      if (!store.connections.byId(input.id)) throw new AppError('not-found', { what: 'number', name: input.id });
      store.sending.setQuiet(input.id, input.quiet);
      // What they held goes now.
      outbox.wake(input.id);
      return view();
    }),
    setWorkspace: os.sending.setWorkspace.handler(({ input: { id, ...change } }) => {
      if (!store.workspaces.byId(id)) throw new AppError('not-found', { what: 'workspace', name: id });
      store.sending.setWorkspace(id, change);
      return view();
    }),
    again: os.sending.again.handler(({ input }) => ({ queued: stuck(input).filter(outbox.resend).length })),
    settle: os.sending.settle.handler(({ input }) => ({ settled: stuck(input).filter(outbox.confirm).length })),
  };
};
