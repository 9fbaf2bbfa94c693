import { IconFile, IconFileText, IconFileTypePdf, IconFileZip, IconMicrophone, IconPhoto } from '@tabler/icons-react';
import { useState } from 'react';
import { isPicture, isSound } from '#contract/model/files.ts';
import type { AttachmentView } from '#contract/ui/views.ts';
import { t } from '../locales/translate.ts';
import './attachment.css';

const units = ['B', 'KB', 'MB', 'GB'] as const;
const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** 950 B, 12 KB, 3.4 MB */
export const fileSize = (bytes: number): string => {
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(1024)));
  const value = bytes / 1024 ** step;
  return `${number.format(value >= 10 ? Math.round(value) : value)} ${units[step]}`;
};

/** A file's kind as an icon. */
export const FileIcon = ({ mime, size = 18 }: { mime: string; size?: number }) => {
  if (isPicture(mime)) return <IconPhoto size={size} aria-hidden />;
  if (isSound(mime)) return <IconMicrophone size={size} aria-hidden />;
  if (mime === 'application/pdf') return <IconFileTypePdf size={size} aria-hidden />;
  if (mime === 'application/zip') return <IconFileZip size={size} aria-hidden />;
  return mime === 'text/plain' ? <IconFileText size={size} aria-hidden /> : <IconFile size={size} aria-hidden />;
};

const addressOf = (sha256: string): string => `/blobs/${sha256}`;

const FileChip = ({ file }: { file: AttachmentView }) => (
  <a className="py-file" href={addressOf(file.sha256)} download={file.name} title={t('file.download', { name: file.name })}>
    <FileIcon mime={file.mime} />
    <span className="py-file__name" dir="auto" translate="no">
      {file.name}
    </span>
    <span className="py-file__size">{fileSize(file.bytes)}</span>
  </a>
);

const Picture = ({ file }: { file: AttachmentView }) => {
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <FileChip file={file} />;
  return (
    <a className="py-picture" href={addressOf(file.sha256)} target="_blank" rel="noopener noreferrer" title={file.name}>
      <img src={addressOf(file.sha256)} alt={t('file.picture', { name: file.name })} loading="lazy" onError={() => setBroken(true)} />
    </a>
  );
};

const Sound = ({ file }: { file: AttachmentView }) => (
  <figure className="py-sound">
    {/* biome-ignore lint/a11y/useMediaCaption: nobody has transcribed it yet */}
    <audio controls preload="metadata" src={addressOf(file.sha256)} aria-label={t('file.sound', { name: file.name })} />
    <figcaption>
      <FileChip file={file} />
    </figcaption>
  </figure>
);

const Shown = ({ file }: { file: AttachmentView }) => {
  if (isPicture(file.mime)) return <Picture file={file} />;
  return isSound(file.mime) ? <Sound file={file} /> : <FileChip file={file} />;
};

/** The files of a message: pictures as pictures, recordings with a player, everything else as a chip that downloads it. Nothing for none. */
export const Attachments = ({ files }: { files: readonly AttachmentView[] }) =>
  files.length === 0 ? null : (
    <ul className="py-files" aria-label={t('file.list', { n: files.length })}>
      {files.map((file) => (
        <li key={file.sha256}>
          <Shown file={file} />
        </li>
      ))}
    </ul>
  );
