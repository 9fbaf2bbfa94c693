import { Button, Textarea } from '@mantine/core';
import { type KeyboardEvent, useCallback, useRef, useState } from 'react';
import type { MessageView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useThreadActions } from './thread-actions.ts';

/** An earlier message in a field. Sent again, the chat goes on from there; what came after stays as an earlier version. */
export const EditMessage = ({ message, onClose }: { message: MessageView; onClose: () => void }) => {
  const { client } = useHost();
  const { sent } = useThreadActions();
  const [text, setText] = useState(message.text);
  // One id for all tries: a lost answer must not open two branches.
  const clientId = useRef(crypto.randomUUID());
  const save = useAction(
    useCallback(async () => {
      await client.turns.editAndResend({ messageId: message.id, text, clientId: clientId.current });
      onClose();
      sent();
    }, [client, message.id, text, onClose, sent]),
  );
  const canSend = text.trim() !== '' && text !== message.text;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      if (canSend && !save.busy) void save.run();
    }
  };
  return (
    <div className="py-edit">
      <Textarea
        autosize
        minRows={1}
        maxRows={14}
        data-autofocus
        autoFocus
        aria-label={t('edit.label')}
        description={t('edit.note')}
        inputWrapperOrder={['input', 'description', 'error']}
        dir="auto"
        value={text}
        error={save.error}
        onChange={(event) => {
          clientId.current = crypto.randomUUID();
          setText(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="py-edit__buttons">
        <Button size="xs" variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button size="xs" loading={save.busy} disabled={!canSend} onClick={() => void save.run()}>
          {t('edit.send')}
        </Button>
      </div>
    </div>
  );
};
