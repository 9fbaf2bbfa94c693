import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { t } from '../../locales/translate.ts';
import { practiceOffers } from './practice-offers.ts';
import './onboarding.css';

export interface PracticeHelpProps {
  /** What Practice answered last. */
  readonly answer: string;
  readonly onSuggest: (text: string) => void;
  readonly onConnect: () => void;
}

/** After a sentence that Practice has no rule for: what it can do, one click each, and the way to a real answer. */
export const PracticeHelp = ({ answer, onSuggest, onConnect }: PracticeHelpProps) => {
  const offers = practiceOffers(answer);
  if (offers === null) return null;
  return (
    <section className="py-canhelp" aria-label={t('practice.help')}>
      {offers.map((text) => (
        <Button key={text} size="xs" radius="xl" variant="default" translate="no" onClick={() => onSuggest(text)}>
          {text}
        </Button>
      ))}
      <Button size="xs" radius="xl" variant="default" onClick={() => onSuggest('help')}>
        {t('practice.all')}
      </Button>
      <Button size="xs" radius="xl" leftSection={<IconPlugConnected size={15} />} onClick={onConnect}>
        {t('practice.connect')}
      </Button>
    </section>
  );
};
