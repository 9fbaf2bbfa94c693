import { implement } from '@orpc/server';
import { contract } from '#contract/ui/contract.ts';
import type { SendingView } from '#contract/ui/domains/sending.ts';
import type { FixtureHost } from './fixture-host.ts';

/** How words go out to messengers. What was stuck is sent or settled at once. */
export const sendingRoutes = (host: FixtureHost) => {
  const os = implement(contract);
  const { state } = host;
  let view: SendingView = {
    numbers: [
      { id: 'con1', name: 'Olga', color: 'coral', quiet: null },
      { id: 'con2', name: 'Work phone', color: 'amber', quiet: { from: '20:00', to: '08:00', zone: 'Europe/Berlin' } },
    ],
    workspaces: [
      { id: 'w1', name: 'home', color: 'teal', placeholder: 'delayed', mark: '🦞' },
      { id: 'w2', name: 'garden', color: 'teal', placeholder: 'off', mark: 'bot:' },
    ],
    zone: 'Europe/Paris',
  };
  const become = (of: { messageId?: string | undefined; turnId?: string | undefined }, delivery: 'queued' | 'sent'): number => {
    state.messages = state.messages.map((m) => (m.id === of.messageId ? { ...m, delivery } : m));
    state.turns = state.turns.map((t) => (t.id === of.turnId ? { ...t, delivery } : t));
    host.emit('delivery', of.messageId ?? of.turnId ?? '');
    return 1;
  };
  return {
    sending: {
      get: os.sending.get.handler(() => view),
      setQuiet: os.sending.setQuiet.handler(({ input }) => {
        view = { ...view, numbers: view.numbers.map((n) => (n.id === input.id ? { ...n, quiet: input.quiet } : n)) };
        return view;
      }),
      setWorkspace: os.sending.setWorkspace.handler(({ input: { id, placeholder, mark } }) => {
        view = {
          ...view,
          workspaces: view.workspaces.map((w) =>
            w.id === id ? { ...w, placeholder: placeholder ?? w.placeholder, mark: mark ?? w.mark } : w,
          ),
        };
        return view;
      }),
      again: os.sending.again.handler(({ input }) => ({ queued: become(input, 'queued') })),
      settle: os.sending.settle.handler(({ input }) => ({ settled: become(input, 'sent') })),
    },
  };
};
