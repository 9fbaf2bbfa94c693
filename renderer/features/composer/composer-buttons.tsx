import { ActionIcon } from '@mantine/core';
import { IconArrowUp, IconPaperclip, IconPlayerStopFilled } from '@tabler/icons-react';
import { useRef } from 'react';
import { t } from '../../locales/translate.ts';

/** Opens the system's dialog for files. */
export const AttachButton = ({ onFiles }: { onFiles: (files: Iterable<File>) => void }) => {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <ActionIcon
        size={36}
        radius="xl"
        variant="subtle"
        color="gray"
        aria-label={t('composer.attach')}
        title={t('composer.attach')}
        onClick={() => input.current?.click()}
      >
        <IconPaperclip size={19} />
      </ActionIcon>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          // The same file chosen again is a change again.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
};

export interface SendButtonsProps {
  readonly canStop: boolean;
  readonly isStopping: boolean;
  readonly onStop: () => void;
  readonly isEmpty: boolean;
  readonly canSend: boolean;
  readonly isSending: boolean;
  readonly onSend: () => void;
}

/** Send; Stop in its place while work is done here and nothing is written, and both beside each other when something is. */
export const SendButtons = ({ canStop, isStopping, onStop, isEmpty, canSend, isSending, onSend }: SendButtonsProps) => {
  const label = t(canStop ? 'composer.steer' : 'composer.send');
  return (
    <>
      {canStop && (
        <ActionIcon
          size={36}
          radius="xl"
          color="gray"
          variant="default"
          loading={isStopping}
          aria-label={t('composer.stop')}
          title={t('composer.stopKey')}
          onClick={onStop}
        >
          <IconPlayerStopFilled size={16} />
        </ActionIcon>
      )}
      {(!canStop || !isEmpty) && (
        <ActionIcon
          size={36}
          radius="xl"
          aria-label={label}
          title={label}
          aria-disabled={!canSend}
          className="py-composer__send"
          loading={isSending}
          onClick={onSend}
        >
          <IconArrowUp size={19} stroke={2.2} />
        </ActionIcon>
      )}
    </>
  );
};
