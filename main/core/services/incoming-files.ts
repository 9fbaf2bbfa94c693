import { AppError, messageOf } from '#contract/errors.ts';
import { type Attachment, type MissingFile, mostFileBytes } from '#contract/model/files.ts';
import type { Channel, ChannelFile } from '#plugin-api';
import { delay, unlessAborted } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { incomingName } from '../blobs/incoming-name.ts';
import type { DraftFile } from '../store/blob-refs.ts';
import type { MissingFiles } from '../store/missing-files.ts';

export interface IncomingFilesDeps {
  readonly channel: (kind: string) => Pick<Channel, 'fetchFile'> | null;
  /** Puts a file into a workspace's folder `uploads`. */
  readonly place: (workspaceId: string, file: DraftFile, signal: AbortSignal) => Promise<Attachment>;
  readonly missing: MissingFiles;
  readonly clock: Clock;
  readonly zone: () => string;
  /** Aborts when the host stops. */
  readonly stopping: AbortSignal;
  readonly log: Log;
}
interface Line {
  readonly id: string;
  readonly channel: string;
}

/** A message waits so long for its files; what is not there by then is fetched after it. */
const waitMs = 60_000;
const triesAfterMs = [1_000, 4_000];
const forgottenMs = 7 * 86_400_000;
/** What stays so, whenever it is tried. */
const final: Readonly<Record<string, string>> = {
  'too-large': 'file-missing-too-large',
  gone: 'file-missing-gone',
  damaged: 'file-missing-damaged',
};

/** Files that come with messages of a messenger, on their way into the workspace. The only owner of their retries. */
export const createIncomingFiles = (deps: IncomingFilesDeps) => {
  const running = new Set<string>();

  const fetchOne = async (line: Line, f: Pick<ChannelFile, 'ref'>, signal: AbortSignal) => {
    for (let tries = 0; ; tries++) {
      const channel = deps.channel(line.channel);
      const result = channel?.fetchFile ? await channel.fetchFile(line.id, f.ref, mostFileBytes, signal) : null;
      if (result?.ok) return result.value;
      const why = result?.code ?? 'not-connected';
      deps.log('info', 'a file could not be fetched', { connectionId: line.id, code: why, tries: tries + 1 });
      const wait = triesAfterMs[tries];
      if (final[why] || wait === undefined || signal.aborted) return final[why] ?? 'file-missing-offline';
      await delay(wait, signal);
    }
  };

  /** The file in its workspace, or the code of why it is not there. Rejects when the host stops. */
  const bring = async (
    line: Line,
    o: { workspaceId: string; sentAt: number; file: Pick<ChannelFile, 'kind' | 'name' | 'bytes' | 'ref'> },
    signal: AbortSignal,
  ): Promise<Attachment | string> => {
    if ((o.file.bytes ?? 0) > mostFileBytes) return 'file-missing-too-large';
    try {
      const found = await unlessAborted(fetchOne(line, o.file, signal), signal);
      if (typeof found === 'string') return found;
      const name = incomingName({ ...o.file, mime: found.mime, sentAt: o.sentAt, zone: deps.zone() });
      return await deps.place(o.workspaceId, { sha256: found.sha256, bytes: found.bytes, mime: found.mime, name }, deps.stopping);
    } catch (error) {
      deps.stopping.throwIfAborted();
      deps.log('warn', 'a file that came could not be kept', { connectionId: line.id, error: messageOf(error) });
      return signal.aborted ? 'file-missing-offline' : 'file-missing-not-placed';
    }
  };

  const again = async (list: ReturnType<MissingFiles['ofMessage']>): Promise<{ fetched: number; codes: string[] }> => {
    const codes: string[] = [];
    for (const f of list) {
      const key = `${f.messageId}/${f.ord}`;
      if (running.has(key)) continue;
      running.add(key);
      try {
        const signal = AbortSignal.any([deps.stopping, AbortSignal.timeout(waitMs)]);
        const got = await bring(
          { id: f.connectionId, channel: f.channel },
          { workspaceId: f.workspaceId, sentAt: f.sentAt, file: f },
          signal,
        );
        if (typeof got === 'string') {
          deps.missing.stillMissing(f, got);
          codes.push(got);
        } else deps.missing.found(f, got);
      } finally {
        running.delete(key);
      }
    }
    return { fetched: list.length - codes.length, codes };
  };

  return {
    /**
     * The files of a message before it is stored: those that came, and those that did not with their reason. Files of people
     * without a role are not fetched by themselves. Rejects when the host stops; the message then comes again.
     */
    async take(
      line: Line,
      o: { workspaceId: string; sentAt: number; files: readonly ChannelFile[]; mayFetch: boolean },
    ): Promise<{ attachments: Attachment[]; missing: MissingFile[] }> {
      const attachments: Attachment[] = [];
      const missing: MissingFile[] = [];
      const signal = AbortSignal.any([deps.stopping, AbortSignal.timeout(waitMs)]);
      for (const file of o.files) {
        const got = o.mayFetch ? await bring(line, { ...o, file }, signal) : 'file-missing-stranger';
        const { kind, name, bytes, ref } = file;
        if (typeof got === 'string') missing.push({ kind, name, bytes, ref, reasonCode: got });
        else attachments.push(got);
      }
      return { attachments, missing };
    },
    /** Because a person wants it. Throws AppError file-missing-… when none of them came. */
    async fetchAgain(messageId: string): Promise<{ fetched: number }> {
      const list = deps.missing.ofMessage(messageId);
      const { fetched, codes } = await again(list);
      const [first] = codes;
      if (fetched === 0 && first) throw new AppError('file-not-fetched', { why: first });
      return { fetched };
    },
    /** The link is up again: what failed while it was not is tried once more. */
    cameUp(connectionId: string): void {
      const list = deps.missing.waiting(connectionId, deps.clock.now() - forgottenMs);
      again(list).catch((error: unknown) => deps.log('info', 'fetching files again was cut', { connectionId, error: messageOf(error) }));
    },
  };
};
export type IncomingFiles = ReturnType<typeof createIncomingFiles>;
