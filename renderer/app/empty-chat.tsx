import { Button } from '@mantine/core';
import type { ChatView } from '#contract/ui/views.ts';
import { t } from '../locales/translate.ts';

const suggestions = ['empty.ask1', 'empty.ask2', 'empty.ask3'] as const;

/** A chat in which nothing was said yet: what one could say, and the two things worth knowing. */
export const EmptyChat = ({ chat, onSuggest }: { chat: ChatView; onSuggest: (text: string) => void }) => (
  <section className="py-empty">
    <h2>{t('empty.title')}</h2>
    <p>{t('empty.where', { workspace: chat.workspace })}</p>
    <div className="py-empty__asks">
      {suggestions.map((key) => (
        <Button key={key} variant="default" radius="xl" onClick={() => onSuggest(t(key))}>
          {t(key)}
        </Button>
      ))}
    </div>
    <p className="py-empty__tip">{t('empty.tip')}</p>
  </section>
);
