import { Popover } from '@mantine/core';
import type { MessageView, ReactionView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { timeOfDay } from '../../ui/time.ts';
import './marks.css';

/** What people put on a message, each sign once; who did stands in its label. */
export const Reactions = ({ reactions }: { reactions: readonly ReactionView[] }) => (
  <ul className="py-reactions" aria-label={t('message.reactions')}>
    {reactions.map(({ emoji, names }) => {
      const label = t('message.reaction', { emoji, names: names.map((name) => name || t('message.unknownAuthor')).join(', ') });
      return (
        <li key={emoji} title={label}>
          <span role="img" aria-label={label}>
            {emoji}
          </span>
          {names.length > 1 && <span aria-hidden>{names.length}</span>}
        </li>
      );
    })}
  </ul>
);

/** "edited", and what it said before. */
export const Versions = ({ versions }: { versions: NonNullable<MessageView['versions']> }) => (
  <span className="py-versions">
    <Popover position="top-start" withArrow trapFocus returnFocus>
      <Popover.Target>
        <button type="button">{t('message.edited')}</button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('message.earlier')}>
        <ol className="py-versions__list">
          {versions.map(({ text, until }) => (
            <li key={until}>
              <p dir="auto" translate="no">
                {text}
              </p>
              <time dateTime={new Date(until).toISOString()}>{t('message.until', { time: timeOfDay(until) })}</time>
            </li>
          ))}
        </ol>
      </Popover.Dropdown>
    </Popover>
  </span>
);
