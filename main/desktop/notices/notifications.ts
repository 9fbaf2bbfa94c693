import { Notification } from 'electron';
import { isQuietAt } from '#contract/model/quiet-hours.ts';
import type { Need, UiSettings } from '#contract/model/ui-settings.ts';
import type { Log } from '#core/base/log.ts';

export interface Note {
  /** One need, one notification: a second note of the same need replaces nothing and is not shown. */
  readonly need: string;
  /** What a person can turn off; `shell` is about the app itself, `asked` was wished for by a click and comes in quiet hours too. */
  readonly kind: Need | 'shell' | 'asked';
  readonly title: string;
  readonly body: string;
  /** Where a click leads. */
  readonly hash: string;
}

const rememberedNeeds = 500;

/** Notifications of the system, within the rules of the person. Held until they go away, or a click would be lost. */
export const createNotifications = (o: {
  rules: () => Pick<UiSettings, 'notify' | 'quiet'>;
  isLookedAt: (hash: string) => boolean;
  open: (hash: string) => void;
  now: () => Date;
  log: Log;
}) => {
  const told = new Set<string>();
  const shown = new Map<string, Notification>();
  return {
    tell(note: Note): void {
      if (told.has(note.need)) return;
      told.add(note.need);
      if (told.size > rememberedNeeds) for (const oldest of [...told].slice(0, rememberedNeeds / 2)) told.delete(oldest);
      const { notify, quiet } = o.rules();
      const isKept = note.kind === 'asked' || (!isQuietAt(quiet, o.now()) && (note.kind === 'shell' || notify.includes(note.kind)));
      if (!isKept) return;
      if (!Notification.isSupported() || o.isLookedAt(note.hash)) return;
      const notification = new Notification({ title: note.title, body: note.body });
      shown.set(note.need, notification);
      const gone = (): void => void shown.delete(note.need);
      notification.on('click', () => {
        gone();
        o.open(note.hash);
      });
      notification.on('close', gone);
      notification.on('failed', (_, error) => {
        gone();
        o.log('warn', 'a notification was not shown', { error });
      });
      notification.show();
    },
    /** The need is over (answered elsewhere). */
    withdraw(need: string): void {
      shown.get(need)?.close();
      shown.delete(need);
    },
  };
};
export type Notifications = ReturnType<typeof createNotifications>;
