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

/** Pictures that every window can show without running anything in them. */
export const shownPictures: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
export const isPicture = (mime: string): boolean => shownPictures.includes(mime);
