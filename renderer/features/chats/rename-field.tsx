import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { t } from '../../locales/translate.ts';

/** A name being changed in its place: Enter and leaving take it, Esc does not. `onDone` is called once; null = as it was. */
export const RenameField = ({ name, onDone }: { name: string; onDone: (name: string | null) => void }) => {
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => field.current?.select(), []);
  const end = (next: string | null): void => {
    if (isOver.current) return;
    isOver.current = true;
    onDone(next?.trim() || null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    end(event.key === 'Enter' ? text : null);
  };
  return (
    <TextInput
      ref={field}
      className="py-chat__rename"
      size="sm"
      dir="auto"
      maxLength={80}
      aria-label={t('chat.renameLabel')}
      value={text}
      autoFocus
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={() => end(text)}
    />
  );
};
