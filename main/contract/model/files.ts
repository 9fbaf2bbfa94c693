/** What a message may carry. */
export const mostFileBytes = 25 * 1024 * 1024;
export const mostFilesPerMessage = 10;
/** One piece of an upload. Small enough for every transport, large enough to be quick. */
export const uploadPieceBytes = 512 * 1024;
/** The bytes of a workspace's file that one call moves; base64 of this fits into a frame of the server. */
export const fileChunkBytes = 2 * 1024 * 1024;

/** A file that was sent with a message: its content by hash, and where it lies in the workspace. */
export interface Attachment {
  readonly sha256: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: number;
  /** Below the workspace's folder. */
  readonly path: string;
}

export const fileKinds = ['image', 'video', 'voice', 'audio', 'document', 'sticker'] as const;
/** What a file was sent as in a messenger. */
export type FileKind = (typeof fileKinds)[number];

/** A file that came with a message of a messenger and is not here. */
export interface MissingFile {
  readonly kind: FileKind;
  readonly name: string;
  /** As its sender says; null when it is not said. */
  readonly bytes: number | null;
  /** What the channel needs to fetch it. */
  readonly ref: string;
  /** Why: file-missing-… */
  readonly reasonCode: string;
}

/** A file on its way into a messenger. */
export type SentFile = Omit<Attachment, 'path'>;

/** Pictures that every window can show without running anything in them. */
export const shownPictures: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
/** What messengers take as a voice message; it has no caption. */
export const isVoice = (mime: string): boolean => mime === 'audio/ogg';
/** Sounds that every window can play. */
export const isSound = (mime: string): boolean => ['audio/ogg', 'audio/mpeg', 'audio/mp4', 'audio/wav'].includes(mime);
/** The largest picture that a model is shown: the vendors count 5 MB of base64. Nothing here makes pictures smaller. */
export const mostPictureBytes = (5 * 1024 * 1024 * 3) / 4;
export const isPicture = (mime: string): boolean => shownPictures.includes(mime);
