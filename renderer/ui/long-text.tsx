import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { t } from '../locales/translate.ts';

/** More than this is folded. */
const foldedLength = 5_000;

/** A text that is shown whole when it is short, and from its beginning with a button for the rest when it is not. */
export const LongText = ({ text, children }: { text: string; children: (shown: string) => ReactNode }) => {
  const [isOpen, setOpen] = useState(false);
  if (isOpen || text.length <= foldedLength) return children(text);
  return (
    <>
      {children(`${text.slice(0, foldedLength)} …`)}
      <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setOpen(true)}>
        {t('message.showAll')}
      </Button>
    </>
  );
};
