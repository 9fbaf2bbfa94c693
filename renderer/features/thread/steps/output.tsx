import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { ScrollBox } from '../../../ui/scroll-box.tsx';

export interface OutputProps {
  readonly text: string;
  /** Where the whole is, when `text` is only its first part. */
  readonly sha256: string | null;
  readonly className?: string;
}

/** What a program printed, as far as it is here; the rest is fetched when asked for. */
export const Output = ({ text: shown, sha256, className }: OutputProps) => {
  const { client } = useHost();
  const [whole, setWhole] = useState<{ text: string; nextOffset: number | null } | null>(null);
  const more = useAction(
    useCallback(async () => {
      if (sha256 === null) return;
      const part = await client.turns.output({ sha256, offset: whole?.nextOffset ?? 0 });
      setWhole({ text: (whole?.text ?? '') + part.text, nextOffset: part.nextOffset });
    }, [client, sha256, whole]),
  );
  const text = whole?.text ?? shown;
  const hasMore = sha256 !== null && (whole === null || whole.nextOffset !== null);
  if (text === '' && !hasMore) return null;
  return (
    <>
      <ScrollBox as="pre" isForeign className={className} label={t('call.output')}>
        {text}
      </ScrollBox>
      {hasMore && (
        <Button className="py-output__more" size="compact-xs" variant="subtle" loading={more.busy} onClick={() => void more.run()}>
          {whole === null ? t('call.showAll') : t('call.showMore')}
        </Button>
      )}
      {more.error && <p className="py-call__error">{more.error}</p>}
    </>
  );
};
