import { Button } from '@mantine/core';
import { t } from '../locales/translate.ts';
import { Problem } from './problem.tsx';

/** What could not be fetched, why, and a click that asks for it again. */
export const NotLoaded = ({ what, why, onAgain }: { what: string; why: string; onAgain: () => void }) => (
  <Problem what={what} why={why}>
    <Button size="xs" variant="default" onClick={onAgain}>
      {t('action.tryAgain')}
    </Button>
  </Problem>
);
