import { z } from 'zod';
import { AppError } from '#contract/errors.ts';
import {
  ArchiveAbout,
  ArchivedAccount,
  ArchivedLine,
  ArchivedMemory,
  ArchivedPerson,
  ArchivedTask,
  ArchivedWorkspace,
  archiveFormat,
} from '#contract/model/archive.ts';
import { openZip, type ZipEntry, type ZipReader, ZipRefused } from '../../base/zip-reader.ts';

const mostTableBytes = 16 * 1024 * 1024;
const mostLineBytes = 64 * 1024 * 1024;

/** An export whose tables were parsed; chats and files are read while they are taken in. */
export interface Archive {
  readonly about: ArchiveAbout;
  readonly settings: unknown;
  readonly people: z.infer<typeof ArchivedPerson>[];
  readonly accounts: ArchivedAccount[];
  readonly workspaces: ArchivedWorkspace[];
  readonly memories: z.infer<typeof ArchivedMemory>[];
  readonly tasks: ArchivedTask[];
  readonly chats: readonly ZipEntry[];
  /** With the path below the workspace's folder. */
  readonly files: readonly { readonly entry: ZipEntry; readonly folder: string; readonly path: string }[];
  readonly attachments: readonly { readonly entry: ZipEntry; readonly sha256: string }[];
  /** Of everything in it, unpacked. */
  readonly bytes: number;
  read: ZipReader['read'];
  lines(chat: ZipEntry): AsyncGenerator<ArchivedLine>;
  close(): Promise<void>;
}

/** Opens an export and parses what it says of itself. Throws AppError import-not-there, -not-ours, -version, -damaged or -unsafe. */
export const readArchive = async (file: string): Promise<Archive> => {
  const zip = await asImportError(openZip(file), file);
  try {
    return await asImportError(parse(zip), file);
  } catch (error) {
    await zip.close();
    throw error;
  }
};

/** What the archive itself is to blame for, as an error that a person can read. */
export const asImportError = async <T>(work: Promise<T>, file = ''): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw importError(error, file);
  }
};

const importError = (error: unknown, file: string): unknown => {
  if (error instanceof ZipRefused) {
    const code = { 'not-zip': 'import-not-ours', damaged: 'import-damaged', unsafe: 'import-unsafe' } as const;
    return new AppError(code[error.why], { detail: error.message }, { cause: error });
  }
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return new AppError(
      'import-damaged',
      { detail: `${issue?.path.join('.') || 'a record'}: ${issue?.message}`.slice(0, 300) },
      { cause: error },
    );
  }
  if (error instanceof SyntaxError) return new AppError('import-damaged', { detail: 'A part of it is not JSON.' }, { cause: error });
  // A row that speaks of another which is not there, or stands there twice.
  if ((error as { errcode?: number } | null)?.errcode !== undefined && ((error as { errcode: number }).errcode & 0xff) === 19)
    return new AppError('import-damaged', { detail: 'Its records do not fit together.' }, { cause: error });
  if (['EEXIST', 'ENOTDIR'].includes((error as NodeJS.ErrnoException | null)?.code ?? ''))
    return new AppError('import-damaged', { detail: 'A file in it stands where a folder is.' }, { cause: error });
  const isAbsent = ['ENOENT', 'EISDIR', 'EACCES'].includes((error as NodeJS.ErrnoException | null)?.code ?? '');
  return isAbsent && file !== '' ? new AppError('import-not-there', { file }, { cause: error }) : error;
};

const parse = async (zip: ZipReader): Promise<Archive> => {
  const known = new Map(zip.entries.map((entry) => [entry.name, entry]));
  const text = async (name: string): Promise<string> => {
    const entry = known.get(name);
    if (!entry) throw new ZipRefused('not-zip', `There is no ${name} in it.`);
    if (entry.bytes > mostTableBytes) throw new ZipRefused('unsafe', `${name} is too large.`);
    const pieces: Buffer[] = [];
    for await (const piece of zip.read(entry)) pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
  };
  const table = async <T>(name: string, row: z.ZodType<T>): Promise<T[]> =>
    z
      .array(row)
      .max(100_000)
      .parse(JSON.parse(await text(name)));
  const about = aboutOf(JSON.parse(await text('pynchy.json')));
  const inside = (folder: string) =>
    zip.entries
      .filter(({ name }) => name.startsWith(folder) && !name.endsWith('/'))
      .map((entry) => ({ entry, rest: entry.name.slice(folder.length) }));
  return {
    about,
    settings: JSON.parse(await text('settings.json')) as unknown,
    people: await table('people.json', ArchivedPerson),
    accounts: await table('accounts.json', ArchivedAccount),
    workspaces: await table('workspaces.json', ArchivedWorkspace),
    memories: await table('memories.json', ArchivedMemory),
    tasks: await table('tasks.json', ArchivedTask),
    chats: inside('chats/').map(({ entry }) => entry),
    files: inside('files/').map(({ entry, rest }) => ({
      entry,
      folder: rest.split('/')[0] ?? '',
      path: rest.split('/').slice(1).join('/'),
    })),
    attachments: inside('attachments/').map(({ entry, rest }) => ({ entry, sha256: rest })),
    bytes: zip.entries.reduce((sum, { bytes }) => sum + bytes, 0),
    read: zip.read,
    lines: (chat) => linesOf(zip.read(chat), chat.name),
    close: zip.close,
  };
};

const aboutOf = (value: unknown): ArchiveAbout => {
  const named = z.object({ product: z.literal('pynchy'), format: z.int() }).safeParse(value);
  if (!named.success) throw new ZipRefused('not-zip', 'It does not say that Pynchy wrote it.');
  if (named.data.format !== archiveFormat) throw new AppError('import-version', { format: named.data.format, known: archiveFormat });
  const about = ArchiveAbout.parse(value);
  if (about.lastSeq < about.firstSeq) throw new ZipRefused('damaged', 'The range of its messages is turned round.');
  return about;
};

async function* linesOf(pieces: AsyncIterable<Buffer>, name: string): AsyncGenerator<ArchivedLine> {
  let rest: Buffer[] = [];
  let held = 0;
  for await (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
      const line = Buffer.concat([...rest, piece.subarray(from, end)]).toString('utf8');
      [rest, held, from] = [[], 0, end + 1];
      if (line.trim() !== '') yield ArchivedLine.parse(JSON.parse(line));
    }
    rest.push(piece.subarray(from));
    held += piece.length - from;
    if (held > mostLineBytes) throw new ZipRefused('unsafe', `${name} has a line that is too long.`);
  }
  const last = Buffer.concat(rest).toString('utf8');
  if (last.trim() !== '') yield ArchivedLine.parse(JSON.parse(last));
}
