import { Button } from '@mantine/core';
import type { ChatView } from '#contract/ui/views.ts';
import { t } from '../locales/translate.ts';
import { useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';

// Practice understands only sentences of its own. The samples lie in the first workspace: elsewhere it offers what needs none.
const onSamples = ['empty.practice1', 'empty.practice2', 'empty.practice3', 'empty.practice4'] as const;
const withoutSamples = ['empty.practice3', 'empty.practice5', 'empty.practice6', 'empty.ask2'] as const;
const forModel = ['empty.ask1', 'empty.ask2', 'empty.ask3'] as const;

/** A chat in which nothing was said yet: what one could say, and the two things worth knowing. */
export const EmptyChat = ({ chat, isPractice, onSuggest }: { chat: ChatView; isPractice: boolean; onSuggest: (text: string) => void }) => {
  const { resources } = useHost();
  const workspace = useResource(resources.workspaces).value?.find(({ id }) => id === chat.workspaceId);
  const chips = workspace?.chips ?? [];
  const forPractice = workspace?.isAdmin === true ? onSamples : withoutSamples;
  // What the workspace was made for comes first.
  const suggestions = !isPractice && chips.length > 0 ? chips : (isPractice ? forPractice : forModel).map((key) => t(key));
  return (
    <section className="py-empty">
      <h2>{t('empty.title')}</h2>
      <p>{t('empty.where', { workspace: chat.workspace })}</p>
      <div className="py-empty__asks">
        {suggestions.map((text) => (
          <Button key={text} variant="default" radius="xl" onClick={() => onSuggest(text)}>
            {text}
          </Button>
        ))}
      </div>
      <p className="py-empty__tip">{t('empty.tip')}</p>
    </section>
  );
};
