import { Button } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { MessageView, MissingFileView } from '#contract/ui/views.ts';
import { type TextKey, t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { fileSize } from '../../ui/attachment.tsx';
import { reasonParts } from '../../ui/reason-text.ts';
import './missing-files.css';

const titles: Readonly<Record<MissingFileView['kind'], TextKey>> = {
  image: 'missing.image',
  video: 'missing.video',
  voice: 'missing.voice',
  audio: 'missing.audio',
  document: 'missing.document',
  sticker: 'missing.sticker',
};

const Missing = ({ file }: { file: MissingFileView }) => {
  const { what, why, next } = reasonParts(file.reason);
  return (
    <li className="py-missing__file">
      <IconCloudOff size={18} aria-hidden />
      <div className="py-missing__text">
        <strong>
          {t(titles[file.kind])}
          {file.name !== '' && (
            <span dir="auto" translate="no">
              {` “${file.name}”`}
            </span>
          )}
          {file.bytes !== null && (
            <span className="py-missing__size" translate="no">
              {fileSize(file.bytes)}
            </span>
          )}
        </strong>
        <span translate="no">{[what, why, file.canFetch ? null : next].filter(Boolean).join(' ')}</span>
      </div>
    </li>
  );
};

/** Files that came with a message over a messenger and are not here, each with its reason. Nothing for none. */
export const MissingFiles = ({ message }: { message: Pick<MessageView, 'id' | 'missing'> }) => {
  const { client } = useHost();
  const fetching = useAction(useCallback(() => client.messages.fetchFiles({ messageId: message.id }), [client, message.id]));
  if (message.missing.length === 0) return null;
  return (
    <div className="py-missing">
      <ul>
        {message.missing.map((file, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name, and never change places
          <Missing key={at} file={file} />
        ))}
      </ul>
      {fetching.error !== null && (
        <p className="py-missing__error" role="alert" translate="no">
          {fetching.error}
        </p>
      )}
      {message.missing.some(({ canFetch }) => canFetch) && (
        <Button size="compact-xs" variant="default" loading={fetching.busy} onClick={() => void fetching.run()}>
          {t('missing.again')}
        </Button>
      )}
    </div>
  );
};
