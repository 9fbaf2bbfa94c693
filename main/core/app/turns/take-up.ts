import { messageOf } from '#contract/errors.ts';
import type { Message, Workspace } from '#contract/model/records.ts';
import type { Plugins } from '../../plugins/plugins.ts';
import type { Sandboxes } from '../../sandbox/ports.ts';
import type { Scheduler } from '../../scheduler/scheduler.ts';
import type { AsksService } from '../../services/asks.ts';
import type { ChatsService } from '../../services/chats.ts';
import type { ProfilesService } from '../../services/profiles.ts';
import type { SecretsService } from '../../services/secrets.ts';
import type { WorkspaceFiles } from '../../services/workspace-files.ts';
import { trashMs, type WorkspaceShelf } from '../../services/workspace-shelf.ts';
import type { WorkspacesService } from '../../services/workspaces.ts';
import { createBlobRefs } from '../../store/blob-refs.ts';
import { recover } from '../../store/transitions/recover.ts';
import type { Replies } from '../channels/replies.ts';
import type { Foundation } from '../foundation.ts';
import type { TurnTimers } from './turn-timers.ts';

export interface Parts {
  readonly replies: Replies;
  readonly plugins: Plugins;
  readonly sandboxes: Sandboxes;
  /** Throws when what was asked for does not exist. */
  readonly checkRuntime: () => void;
  readonly profiles: ProfilesService;
  readonly asks: AsksService;
  readonly secrets: SecretsService;
  readonly runCommand: (message: Message) => void;
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
  // A secret that was typed just before the host died: its value waits in the vault, so nothing is lost.
  const typed = typedSecrets(f, p);
  const keep = typed.map(({ id }) => id);
  const left = recover(store.db, { bootId: f.bootId, notice: p.replies.noticeOf, keep }, clock.now());
  if (left.requeued.length + left.failed.length + left.unknown > 0) log('warn', 'recovered after a host death', left);
  keepEventsTrimmed(f);
  sweepShelf(f, p);
  const blobRefs = createBlobRefs(store.db, clock.now);
  blobRefs.dropHandedOver();
  blobRefs.dropCallsOver();
  f.blobs.sweep(blobRefs.isReferred);

  await p.plugins.start();
  p.checkRuntime();
  p.profiles.start();
  if (f.firstStart) for (const workspace of store.workspaces.list()) addSamples(p, workspace);
  await p.sandboxes.sweep();
  await emptyFileTrash(f, p);
  keepTrashEmptied(f, p);

  p.replies.start();
  for (const message of typed) p.runCommand(message);
  p.asks.start();
  p.scheduler.start();
  for (const turn of store.turns.inState('waiting')) if (turn.wait === 'quota') p.timers.quotaWait(turn.id, turn.nextAt ?? 0);
  const waiting = [...store.messages.chatsWithWaiting(), ...store.turns.inState('queued').map((t) => t.chatId)];
  for (const chatId of new Set(waiting)) p.wake(chatId);
};

const typedSecrets = ({ store, log }: Foundation, { secrets }: Parts): Message[] => {
  try {
    secrets.sweep();
    const waiting = (id: string): Message | null => {
      const message = store.messages.byId(id);
      return message?.origin === 'command' && message.state === 'received' ? message : null;
    };
    return secrets.typedLeft((id) => waiting(id) !== null).flatMap((id) => waiting(id) ?? []);
  } catch (error) {
    log('error', 'secrets could not be put in order', { error: messageOf(error) });
    return [];
  }
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
  void p.shelf
    .sweep()
    // With a workspace go its values.
    .then(() => p.secrets.sweep())
    .catch((error: unknown) => log('error', 'the trash could not be emptied yet', { error: messageOf(error) }));

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
