import { ActionIcon, Progress } from '@mantine/core';
import { IconAlertTriangle, IconRefresh, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { isPicture } from '#contract/model/files.ts';
import type { AttachmentView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { FileIcon, fileSize } from '../../ui/attachment.tsx';
import type { Files, Upload } from './use-files.ts';

const ChipButton = ({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) => (
  <ActionIcon size="sm" variant="subtle" color="gray" aria-label={label} title={label} onClick={onClick}>
    {children}
  </ActionIcon>
);

const Ready = ({ file, onRemove }: { file: AttachmentView; onRemove: () => void }) => (
  <>
    {isPicture(file.mime) ? (
      <img className="py-chipfile__picture" src={`/blobs/${file.sha256}`} alt="" />
    ) : (
      <span className="py-chipfile__icon">
        <FileIcon mime={file.mime} />
      </span>
    )}
    <span className="py-chipfile__text">
      <span dir="auto" translate="no">
        {file.name}
      </span>
      <small>{fileSize(file.bytes)}</small>
    </span>
    <ChipButton label={t('file.remove', { name: file.name })} onClick={onRemove}>
      <IconX size={14} />
    </ChipButton>
  </>
);

const Coming = ({ upload, onGiveUp }: { upload: Upload; onGiveUp: () => void }) => {
  const { file, sentBytes } = upload;
  const percent = file.size === 0 ? 100 : Math.floor((sentBytes / file.size) * 100);
  return (
    <>
      <span className="py-chipfile__icon">
        <FileIcon mime="" />
      </span>
      <span className="py-chipfile__text">
        <span dir="auto" translate="no">
          {file.name}
        </span>
        <Progress size={4} value={percent} transitionDuration={0} aria-label={t('file.progress', { name: file.name, percent })} />
      </span>
      <ChipButton label={t('file.remove', { name: file.name })} onClick={onGiveUp}>
        <IconX size={14} />
      </ChipButton>
    </>
  );
};

const Failed = ({ upload, onAgain, onGiveUp }: { upload: Upload; onAgain: () => void; onGiveUp: () => void }) => (
  <>
    <span className="py-chipfile__icon">
      <IconAlertTriangle size={18} aria-hidden />
    </span>
    <span className="py-chipfile__text py-chipfile__text--whole" role="alert">
      {upload.error}
    </span>
    <ChipButton label={t('file.again', { name: upload.file.name })} onClick={onAgain}>
      <IconRefresh size={14} />
    </ChipButton>
    <ChipButton label={t('file.remove', { name: upload.file.name })} onClick={onGiveUp}>
      <IconX size={14} />
    </ChipButton>
  </>
);

/** The files of the next message: there, on their way, or refused with the reason. */
export const FileChips = ({ files }: { files: Files }) => {
  const { ready, uploads } = files;
  if (ready.length + uploads.length === 0) return null;
  return (
    <ul className="py-chipfiles" aria-label={t('file.list', { n: ready.length + uploads.length })}>
      {ready.map((file) => (
        <li key={file.sha256} className="py-chipfile">
          <Ready file={file} onRemove={() => files.remove(file.sha256)} />
        </li>
      ))}
      {uploads.map((upload) => (
        <li key={upload.key} className="py-chipfile" data-bad={upload.error !== null || undefined}>
          {upload.error === null ? (
            <Coming upload={upload} onGiveUp={() => files.giveUp(upload.key)} />
          ) : (
            <Failed upload={upload} onAgain={() => files.again(upload.key)} onGiveUp={() => files.giveUp(upload.key)} />
          )}
        </li>
      ))}
    </ul>
  );
};
