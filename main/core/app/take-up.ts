import { messageOf } from '#contract/errors.ts';
import type { Workspace } from '#contract/model/records.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { Sandboxes } from '../sandbox/ports.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { AsksService } from '../services/asks.ts';
import type { ChatsService } from '../services/chats.ts';
import type { WorkspaceFiles } from '../services/workspace-files.ts';
import { trashMs, type WorkspaceShelf } from '../services/workspace-shelf.ts';
import type { WorkspacesService } from '../services/workspaces.ts';
import { createBlobRefs } from '../store/blob-refs.ts';
import { recover } from '../store/transitions/recover.ts';
import type { Foundation } from './foundation.ts';
import type { Replies } from './replies.ts';
import type { TurnTimers } from './turn-timers.ts';

export interface Parts {
  readonly replies: Replies;
  readonly plugins: Plugins;
  readonly sandboxes: Sandboxes;
  /** Throws when what was asked for does not exist. */
  readonly checkRuntime: () => void;
  readonly asks: AsksService;
  readonly scheduler: Scheduler;
  readonly workspaces: WorkspacesService;
  readonly shelf: WorkspaceShelf;
  readonly files: WorkspaceFiles;
  readonly chats: ChatsService;
  readonly timers: TurnTimers;
  readonly wake: (chatId: string) => void;
}

const eventsKept = 20_000;
const trimMs = 3_600_000;
const sweepMs = 24 * 3_600_000;

/**
 * What an earlier host left is put in order before anything new: turns go back to the queue, cut effects are marked, and
 * sandboxes are gone for sure. Then everything that waits is woken.
 */
export const takeUp = async (f: Foundation, p: Parts): Promise<void> => {
  const { store, clock, log } = f;
  const left = recover(store.db, { bootId: f.bootId, notice: p.replies.noticeOf }, clock.now());
  if (left.requeued.length + left.failed.length + left.unknown > 0) log('warn', 'recovered after a host death', left);
  keepEventsTrimmed(f);
  sweepShelf(f, p);
  const blobRefs = createBlobRefs(store.db, clock.now);
  blobRefs.dropHandedOver();
  blobRefs.dropCallsOver();
  f.blobs.sweep(blobRefs.isReferred);

  await p.plugins.start();
  p.checkRuntime();
  if (f.firstStart) for (const workspace of store.workspaces.list()) addSamples(p, workspace);
  await p.sandboxes.sweep();
  await emptyFileTrash(f, p);
  keepTrashEmptied(f, p);

  p.replies.start();
  p.asks.start();
  p.scheduler.start();
  for (const turn of store.turns.inState('waiting')) if (turn.wait === 'quota') p.timers.quotaWait(turn.id, turn.nextAt ?? 0);
  const waiting = [...store.messages.chatsWithWaiting(), ...store.turns.inState('queued').map((t) => t.chatId)];
  for (const chatId of new Set(waiting)) p.wake(chatId);
};

// After the sweep no sandbox writes there.
const emptyFileTrash = async ({ store, clock, log }: Foundation, p: Parts): Promise<void> => {
  for (const { id } of store.workspaces.list())
    await p.files
      .emptyTrash(id, clock.now() - trashMs)
      .catch((error: unknown) =>
        log('warn', 'deleted files could not be removed for good yet', { workspaceId: id, error: messageOf(error) }),
      );
};

// The sample folder, and somebody to write to: what the first steps of a new user work on.
const addSamples = (p: Parts, workspace: Workspace): void => {
  if (p.workspaces.addSamples(workspace)) p.chats.create(workspace, 'Bob');
};

const sweepShelf = ({ log }: Foundation, p: Parts): void =>
  void p.shelf.sweep().catch((error: unknown) => log('error', 'the trash could not be emptied yet', { error: messageOf(error) }));

// A host in the tray runs for months.
const keepTrashEmptied = (f: Foundation, p: Parts): void => {
  let cancel = (): void => undefined;
  const sweep = (): void => {
    arm();
    sweepShelf(f, p);
    void emptyFileTrash(f, p);
  };
  const arm = (): void => {
    cancel = f.clock.after(sweepMs, sweep);
  };
  f.closers.add('trash', () => cancel());
  arm();
};

const keepEventsTrimmed = ({ store, clock, closers, log }: Foundation): void => {
  let cancel = (): void => undefined;
  const trim = (): void => {
    cancel = clock.after(trimMs, trim);
    try {
      store.events.trim(eventsKept);
    } catch (error) {
      log('error', 'old events could not be removed yet', { error: messageOf(error) });
    }
  };
  closers.add('event trim', () => cancel());
  trim();
};
