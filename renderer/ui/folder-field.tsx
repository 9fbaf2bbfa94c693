import { Button, TextInput, type TextInputProps } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../locales/translate.ts';
import './folder-field.css';

export interface FolderFieldProps extends Pick<TextInputProps, 'label' | 'description' | 'required' | 'autoFocus'> {
  readonly value: string;
  readonly onChange: (path: string) => void;
  readonly error?: string | null;
  /** The system's own window to choose one (`folderPicker` of rpc/shell.ts); null where there is none. Rejects with a sentence. */
  readonly pick: (() => Promise<string | null>) | null;
}

/** A folder of this computer: typed, or chosen in the system's own window. */
export const FolderField = ({ value, onChange, error, pick, ...rest }: FolderFieldProps) => {
  const [failed, setFailed] = useState<string | null>(null);
  const choose = async (): Promise<void> => {
    setFailed(null);
    try {
      const picked = (await pick?.()) ?? null;
      if (picked !== null) onChange(picked);
    } catch (failure) {
      setFailed(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <div className="py-folderfield">
      <TextInput
        {...rest}
        placeholder={t('folder.placeholder')}
        value={value}
        error={error ?? failed}
        onChange={(event) => onChange(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
      />
      {pick && (
        <Button variant="default" leftSection={<IconFolder size={15} />} onClick={() => void choose()}>
          {t('folder.choose')}
        </Button>
      )}
    </div>
  );
};
