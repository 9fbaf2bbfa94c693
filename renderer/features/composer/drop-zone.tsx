import { IconPaperclip } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { mostFileBytes, mostFilesPerMessage } from '#contract/model/files.ts';
import { t } from '../../locales/translate.ts';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes files that are dropped anywhere on the window, and says so while they hang over it. */
export const DropZone = ({ onFiles }: { onFiles: (files: Iterable<File>) => void }) => {
  const [isOver, setOver] = useState(false);
  const take = useRef(onFiles);
  useEffect(() => {
    take.current = onFiles;
  });
  useEffect(() => {
    // Every element below tells of its own enter and leave.
    let depth = 0;
    const become = (next: number): void => {
      depth = Math.max(0, next);
      setOver(depth > 0);
    };
    const stop = new AbortController();
    const on = (name: 'dragenter' | 'dragleave' | 'dragover' | 'drop', act: (event: DragEvent) => void): void =>
      addEventListener(
        name,
        (event) => {
          if (!hasFiles(event)) return;
          // Otherwise the browser leaves this page and opens the file.
          event.preventDefault();
          act(event);
        },
        { signal: stop.signal },
      );
    on('dragenter', () => become(depth + 1));
    on('dragleave', () => become(depth - 1));
    on('dragover', () => undefined);
    on('drop', (event) => {
      become(0);
      take.current(event.dataTransfer?.files ?? []);
    });
    return () => stop.abort();
  }, []);
  if (!isOver) return null;
  return (
    <div className="py-drop" role="status">
      <div>
        <IconPaperclip size={28} aria-hidden />
        <strong>{t('composer.drop')}</strong>
        <span>{t('composer.dropWhy', { mb: mostFileBytes / 1024 / 1024, n: mostFilesPerMessage })}</span>
      </div>
    </div>
  );
};
