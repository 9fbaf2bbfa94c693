import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { t } from '../../../locales/translate.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { Outcome } from '../../../ui/outcome.tsx';

export interface MemoryWords {
  readonly key: string;
  readonly text: string;
  readonly everywhere: boolean;
}
export interface MemoryFormProps {
  readonly label: string;
  readonly initial?: MemoryWords;
  readonly canBeEverywhere?: boolean;
  /** Said above the buttons. */
  readonly note?: string;
  readonly save: (memory: MemoryWords) => Promise<void>;
  readonly onCancel: () => void;
}

/** A new memory, or another wording of one. */
export const MemoryForm = ({ label, initial, canBeEverywhere = false, note, save, onCancel }: MemoryFormProps) => {
  const [key, setKey] = useState(initial?.key ?? '');
  const [text, setText] = useState(initial?.text ?? '');
  const [everywhere, setEverywhere] = useState(initial?.everywhere ?? false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const saving = useAction(save);
  const isComplete = key.trim() !== '' && text.trim() !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isComplete) void saving.run({ key: key.trim(), text: text.trim(), everywhere });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onCancel();
  };
  return (
    <form className="py-card py-ws__card" aria-label={label} onSubmit={submit} onKeyDown={onKeyDown}>
      <TextInput
        ref={field}
        label={t('memory.key')}
        placeholder={t('memory.keyPlaceholder')}
        maxLength={100}
        dir="auto"
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <Textarea
        label={t('memory.text')}
        placeholder={t('memory.textPlaceholder')}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={5000}
        dir="auto"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {canBeEverywhere && (
        <Checkbox label={t('memory.everywhere')} checked={everywhere} onChange={(event) => setEverywhere(event.currentTarget.checked)} />
      )}
      {note && <p className="py-dim">{note}</p>}
      {saving.error && <Outcome result={{ ok: false, text: saving.error }} />}
      <div className="py-ws__buttons">
        <Button type="submit" disabled={!isComplete} loading={saving.busy}>
          {t('action.save')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
};
