import { ActionIcon, Loader } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { t } from '../../../locales/translate.ts';
import { failureText } from '../../../rpc/failure.ts';
import { useHost } from '../../../rpc/host.ts';
import { NotLoaded } from '../../../ui/not-loaded.tsx';
import { ScrollBox } from '../../../ui/scroll-box.tsx';
import { pictureType, sizeText, textOf } from './file-kind.ts';
import { fetchFile } from './file-transfer.ts';

const mostTextBytes = 200_000;
const mostPictureBytes = 10_000_000;

type Shown =
  | { readonly kind: 'loading' }
  | { readonly kind: 'text'; readonly text: string; readonly isCut: boolean; readonly size: number }
  | { readonly kind: 'picture'; readonly url: string; readonly size: number }
  | { readonly kind: 'none'; readonly size: number }
  | { readonly kind: 'failed'; readonly text: string };

const usePreview = (workspaceId: string, path: string): { readonly shown: Shown; readonly again: () => void } => {
  const { client } = useHost();
  const [shown, setShown] = useState<Shown>({ kind: 'loading' });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is the same work once more
  useEffect(() => {
    let isCurrent = true;
    let url: string | null = null;
    const show = async (): Promise<Shown> => {
      const place = { workspaceId, path };
      const head = await fetchFile(client, place, { mostBytes: mostTextBytes });
      const picture = pictureType(head.bytes);
      if (picture && head.size <= mostPictureBytes) {
        const { bytes } = head.size <= mostTextBytes ? head : await fetchFile(client, place, { mostBytes: mostPictureBytes });
        return { kind: 'picture', url: URL.createObjectURL(new Blob([bytes], { type: picture })), size: head.size };
      }
      const isCut = head.size > head.bytes.length;
      const text = picture ? null : textOf(head.bytes, isCut);
      return text === null ? { kind: 'none', size: head.size } : { kind: 'text', text, isCut, size: head.size };
    };
    setShown({ kind: 'loading' });
    void show()
      .catch((error: unknown): Shown => ({ kind: 'failed', text: failureText(error) }))
      .then((next) => {
        if (next.kind === 'picture') url = next.url;
        if (isCurrent) setShown(next);
        else if (url) URL.revokeObjectURL(url);
      });
    return () => {
      isCurrent = false;
      if (url) URL.revokeObjectURL(url);
    };
  }, [client, workspaceId, path, round]);
  return { shown, again: () => setRound((n) => n + 1) };
};

/** Text and pictures to look at; everything else says what it is. Esc closes. */
export const FilePreview = ({ workspaceId, path, onClose }: { workspaceId: string; path: string; onClose: () => void }) => {
  const { shown, again } = usePreview(workspaceId, path);
  const name = path.split('/').at(-1) ?? path;
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  return (
    <section
      className="py-card py-disk__preview"
      aria-label={t('files.previewOf', { name })}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <header className="py-ws__inline">
        <strong className="py-break">
          <bdi translate="no">{name}</bdi> {'size' in shown && <span className="py-dim">{sizeText(shown.size)}</span>}
        </strong>
        <ActionIcon ref={close} variant="subtle" color="gray" aria-label={t('files.closePreview')} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      {shown.kind === 'loading' && <Loader size="sm" aria-label={t('files.loading')} />}
      {shown.kind === 'failed' && <NotLoaded what={t('files.previewFailed')} why={shown.text} onAgain={again} />}
      {shown.kind === 'none' && <p className="py-dim">{t('files.noPreview')}</p>}
      {shown.kind === 'picture' && <img src={shown.url} alt={name} />}
      {shown.kind === 'text' &&
        (shown.text === '' ? (
          <p className="py-dim">{t('files.emptyFile')}</p>
        ) : (
          <ScrollBox as="pre" className="py-disk__text" label={t('files.previewOf', { name })} isForeign>
            {shown.text}
          </ScrollBox>
        ))}
      {shown.kind === 'text' && shown.isCut && <p className="py-dim">{t('files.cut', { size: sizeText(mostTextBytes) })}</p>}
    </section>
  );
};
