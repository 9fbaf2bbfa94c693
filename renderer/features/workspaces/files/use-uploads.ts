import { useCallback, useState } from 'react';
import { failureCode, failureText } from '../../../rpc/failure.ts';
import { useHost } from '../../../rpc/host.ts';
import { uploadFile } from './file-transfer.ts';

export interface UploadState {
  readonly id: string;
  readonly name: string;
  readonly share: number;
  readonly error: string | null;
  /** A file of this name is there: `replace` uploads it over the old one. */
  readonly isThere: boolean;
}

/** Files on their way into a folder, one after the other. */
export const useUploads = (workspaceId: string, onDone: () => void) => {
  const { client } = useHost();
  const [uploads, setUploads] = useState<readonly (UploadState & { readonly file: File; readonly path: string })[]>([]);
  const change = useCallback((id: string, part: Partial<UploadState>) => {
    setUploads((all) => all.map((upload) => (upload.id === id ? { ...upload, ...part } : upload)));
  }, []);
  const dismiss = useCallback((id: string) => setUploads((all) => all.filter((upload) => upload.id !== id)), []);
  const send = useCallback(
    async (id: string, path: string, file: File, replace: boolean) => {
      change(id, { error: null, isThere: false, share: 0 });
      try {
        await uploadFile(client, { workspaceId, path }, file, { replace, onProgress: (share) => change(id, { share }) });
        dismiss(id);
        onDone();
      } catch (error) {
        change(id, { error: failureText(error), isThere: failureCode(error) === 'file-exists' });
      }
    },
    [client, workspaceId, change, dismiss, onDone],
  );
  const add = useCallback(
    async (folder: string, files: readonly File[]) => {
      const coming = files.map((file) => ({
        id: crypto.randomUUID(),
        name: file.name,
        path: folder === '' ? file.name : `${folder}/${file.name}`,
        file,
        share: 0,
        error: null,
        isThere: false,
      }));
      setUploads((all) => [...all, ...coming]);
      for (const { id, path, file } of coming) await send(id, path, file, false);
    },
    [send],
  );
  const replace = useCallback(
    (id: string) => {
      const upload = uploads.find((other) => other.id === id);
      if (upload) void send(id, upload.path, upload.file, true);
    },
    [uploads, send],
  );
  return { uploads, add, replace, dismiss };
};
