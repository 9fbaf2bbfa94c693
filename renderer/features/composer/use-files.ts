import { useCallback, useEffect, useRef, useState } from 'react';
import type { AttachmentView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { failureText } from '../../rpc/failure.ts';
import { useHost } from '../../rpc/host.ts';
import { uploadFile } from './upload.ts';

/** A file on its way to the host, or one that did not get there. */
export interface Upload {
  readonly key: string;
  readonly file: File;
  readonly sentBytes: number;
  readonly error: string | null;
  readonly stop: AbortController;
}

export interface Files {
  /** In the draft: sent with the next message. */
  readonly ready: readonly AttachmentView[];
  readonly uploads: readonly Upload[];
  readonly isUploading: boolean;
  readonly add: (files: Iterable<File>) => void;
  readonly remove: (sha256: string) => void;
  readonly giveUp: (key: string) => void;
  readonly again: (key: string) => void;
  /** They went out with a message. */
  readonly sent: (sha256s: readonly string[]) => void;
}

const reasonOf = (error: unknown, file: File): string =>
  error instanceof DOMException ? t('file.unreadable', { name: file.name }) : failureText(error);

let nextKey = 0;

/** The files of a chat's next message. What is uploaded is kept by the host, so a reload or another window finds it. */
export const useFiles = (chatId: string, draftFiles: readonly AttachmentView[]): Files => {
  const { client } = useHost();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  // Between the answer of a call and the news of it: files that are there already, and files that are not any more.
  const [fresh, setFresh] = useState<readonly AttachmentView[]>([]);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const change = useCallback(
    (key: string, part: Partial<Upload>) =>
      setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, ...part } : upload))),
    [],
  );
  const giveUp = useCallback((key: string) => {
    setUploads((all) => {
      all.find((upload) => upload.key === key)?.stop.abort();
      return all.filter((upload) => upload.key !== key);
    });
  }, []);

  const start = useCallback(
    async ({ key, file, stop }: Upload) => {
      try {
        const ready = await uploadFile(client, { chatId, file, onProgress: (sentBytes) => change(key, { sentBytes }) }, stop.signal);
        setGone((all) => new Set([...all].filter((sha256) => sha256 !== ready.sha256)));
        setFresh((all) => [...all.filter(({ sha256 }) => sha256 !== ready.sha256), ready]);
        setUploads((all) => all.filter((upload) => upload.key !== key));
      } catch (error) {
        if (!stop.signal.aborted) change(key, { error: reasonOf(error, file) });
      }
    },
    [client, chatId, change],
  );
  const add = useCallback(
    (files: Iterable<File>) => {
      const added = [...files].map((file) => ({
        key: `upload-${nextKey++}`,
        file,
        sentBytes: 0,
        error: null,
        stop: new AbortController(),
      }));
      setUploads((all) => [...all, ...added]);
      for (const upload of added) void start(upload);
    },
    [start],
  );
  const hide = useCallback((sha256s: readonly string[]) => {
    setGone((all) => new Set([...all, ...sha256s]));
    setFresh((all) => all.filter(({ sha256 }) => !sha256s.includes(sha256)));
  }, []);

  // What the host now says itself needs no memory here.
  const told = useRef(draftFiles);
  useEffect(() => {
    const before = told.current;
    told.current = draftFiles;
    if (before === draftFiles) return;
    const has = (sha256: string): boolean => draftFiles.some((file) => file.sha256 === sha256);
    setFresh((all) => all.filter(({ sha256 }) => !has(sha256)));
    setGone((all) => new Set([...all].filter(has)));
  }, [draftFiles]);

  const ready = [...draftFiles, ...fresh.filter((file) => !draftFiles.some(({ sha256 }) => sha256 === file.sha256))].filter(
    ({ sha256 }) => !gone.has(sha256),
  );
  return {
    ready,
    uploads,
    isUploading: uploads.some(({ error }) => error === null),
    add,
    remove(sha256) {
      hide([sha256]);
      client.blobs.drop({ chatId, sha256 }).catch(() => setGone((all) => new Set([...all].filter((other) => other !== sha256))));
    },
    giveUp,
    again(key) {
      const upload = uploads.find((other) => other.key === key);
      if (!upload) return;
      change(key, { error: null, sentBytes: 0 });
      void start(upload);
    },
    sent: hide,
  };
};
