import { Button } from '@mantine/core';
import type { ChatView } from '#contract/ui/views.ts';
import { t } from '../locales/translate.ts';

// Practice can do these word by word on the sample folder; a model is asked about what is there.
const forPractice = ['empty.practice1', 'empty.practice2', 'empty.practice3', 'empty.practice4'] as const;
const forModel = ['empty.ask1', 'empty.ask2', 'empty.ask3'] as const;

/** A chat in which nothing was said yet: what one could say, and the two things worth knowing. */
export const EmptyChat = ({ chat, isPractice, onSuggest }: { chat: ChatView; isPractice: boolean; onSuggest: (text: string) => void }) => (
  <section className="py-empty">
    <h2>{t('empty.title')}</h2>
    <p>{t('empty.where', { workspace: chat.workspace })}</p>
    <div className="py-empty__asks">
      {(isPractice ? forPractice : forModel).map((key) => (
        <Button key={key} variant="default" radius="xl" onClick={() => onSuggest(t(key))}>
          {t(key)}
        </Button>
      ))}
    </div>
    <p className="py-empty__tip">{t('empty.tip')}</p>
  </section>
);
