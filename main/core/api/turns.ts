import { AppError } from '#contract/errors.ts';
import { describeRule, nextDue } from '../scheduler/rules.ts';
import { cancelTask, lastOccurrence, listTasks, pauseTask, resumeTask, taskById } from '../store/transitions/tasks.ts';
import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

const outputPage = 64 * 1024;

export const turnRoutes = (os: Base, deps: ApiDeps) => {
  const { store, views, chats, asks, blobs, scheduler, inbox, clock } = deps;
  return {
    turns: {
      get: os.turns.get.handler(({ input }) => {
        const turn = views.turn(input.turnId);
        if (!turn) throw new AppError('not-found', { what: 'turn', name: input.turnId });
        return turn;
      }),
      stop: os.turns.stop.handler(async ({ input }) => ({ stopped: await chats.stopTurn(input.turnId) })),
      retry: os.turns.retry.handler(({ input }) => {
        chats.retry(input.turnId);
        return { queued: true as const };
      }),
      tellWhenDone: os.turns.tellWhenDone.handler(({ input }) => ({ changed: store.turns.setAwaited(input.turnId, input.on) })),
      awaited: os.turns.awaited.handler(() => store.turns.awaited().map(({ id: turnId, chatId, state }) => ({ turnId, chatId, state }))),
      tryNow: os.turns.tryNow.handler(({ input }) => ({ queued: chats.tryNow(input.turnId) })),
      editAndResend: os.turns.editAndResend.handler(async ({ input }) => {
        const person = store.people.owner();
        const { message, duplicate } = await chats.editAndResend({ ...input, externalKey: `client:${input.clientId}` }, (to) =>
          inbox.accept({ ...to, person, text: input.text, sentAt: clock.now() }),
        );
        return { messageId: message.id, duplicate };
      }),
      earlier: os.turns.earlier.handler(({ input }) => views.fold(chats.must(input.chatId).id, input)),
      undoChange: os.turns.undoChange.handler(async ({ input }) => {
        await deps.undoChange(input.stepId);
        return { undone: true as const };
      }),
      output: os.turns.output.handler(({ input }) => {
        if (!blobs.has(input.sha256)) throw new AppError('not-found', { what: 'output', name: input.sha256.slice(0, 12) });
        const totalBytes = blobs.size(input.sha256);
        const bytes = blobs.read(input.sha256, input.offset, outputPage);
        // A page ends where a character ends.
        const end = input.offset + bytes.length < totalBytes ? charEnd(bytes) : bytes.length;
        return {
          text: bytes.subarray(0, end).toString('utf8'),
          totalBytes,
          nextOffset: input.offset + end < totalBytes ? input.offset + end : null,
        };
      }),
    },
    asks: {
      list: os.asks.list.handler(({ input }) => store.asks.list({ pendingOnly: input.state === 'pending' }).map(views.askView)),
      answer: os.asks.answer.handler(({ input, context }) =>
        views.askView(asks.answer({ ...input, person: store.people.owner(), surface: context.surface })),
      ),
      again: os.asks.again.handler(({ input }) => {
        asks.again({ id: input.id, person: store.people.owner() });
        return { queued: true as const };
      }),
    },
    tasks: {
      list: os.tasks.list.handler(() => taskViews(deps)),
      pause: os.tasks.pause.handler(({ input }) => {
        const task = taskById(store.db, input.id);
        if (!task) throw new AppError('not-found', { what: 'task', name: input.id });
        const changed = input.paused ? pauseTask(store.db, task) : resumeTask(store.db, task, nextDue(task.rule, task.zone, clock.now()));
        scheduler.rearm();
        return { changed };
      }),
      cancel: os.tasks.cancel.handler(({ input }) => {
        const cancelled = cancelTask(store.db, input.id);
        scheduler.rearm();
        return { cancelled };
      }),
    },
  };
};

export const taskViews = ({ store }: Pick<ApiDeps, 'store'>) =>
  listTasks(store.db).map((t) => ({
    id: t.id,
    workspace: store.workspaces.byId(t.workspaceId)?.name ?? '',
    chatId: t.chatId,
    prompt: t.prompt,
    rule: describeRule(t.rule),
    zone: t.zone,
    enabled: t.enabled,
    nextAt: t.nextAt,
    last: lastOccurrence(store.db, t.id),
  }));

const charEnd = (bytes: Buffer): number => {
  let end = bytes.length;
  while (end > 0 && end > bytes.length - 4 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end--;
  return end > 0 && (bytes[end - 1] ?? 0) >= 0xc0 ? end - 1 : bytes.length;
};
