import { Button, Loader, UnstyledButton } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect } from 'react';
import { t } from '../../locales/translate.ts';
import { Problem } from '../../ui/problem.tsx';
import { shortWhen } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';
import { Marked } from './marked.tsx';
import { type Hit, queryOf, useSearch } from './use-search.ts';
import './search.css';

export interface SearchPanelProps {
  readonly typed: string;
  /** The chat that "only this chat" means; null when none is open. */
  readonly here: { readonly id: string; readonly name: string } | null;
  readonly isHereOnly: boolean;
  readonly onHereOnly: (isHereOnly: boolean) => void;
  readonly onGo: (chatId: string, seq: number) => void;
  /** Where the reader is now. */
  /** The query whose first hit somebody wants, which may not be found yet; null when nobody does. */
  readonly first: string | null;
  readonly onFirstDone: () => void;
  readonly shown: { readonly chatId: string | null; readonly at: number | null };
}

const authorOf = ({ origin, author, noAi }: Hit): string => {
  if (noAi) return t('practice.name');
  if (origin === 'agent' || origin === 'harness') return t('search.pynchy');
  if (origin === 'task') return t('search.task');
  return author ?? t('search.you');
};

const onArrow = (event: KeyboardEvent<HTMLElement>): void => {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const hits = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-hit]')];
  const at = document.activeElement instanceof HTMLElement ? hits.indexOf(document.activeElement) : -1;
  const next = hits[at + (event.key === 'ArrowDown' ? 1 : -1)];
  event.preventDefault();
  if (next) next.focus();
  else if (event.key === 'ArrowUp') document.querySelector<HTMLElement>('[data-search-field]')?.focus();
};

const Teach = () => (
  <div className="py-search__quiet">
    <strong>{t('search.teach')}</strong>
    <p>{t('search.teachHow')}</p>
    <p>{t('search.teachKeys')}</p>
  </div>
);

/** What was found, in its context, chat by chat, the newest first. */
export const SearchPanel = ({ typed, here, isHereOnly, onHereOnly, onGo, first, onFirstDone, shown }: SearchPanelProps) => {
  const only = isHereOnly && here ? here.id : null;
  const { query, hits, olderBefore, isSearching, error, more, again } = useSearch(typed, only);
  const now = useNow(60_000);
  // What is shown may still be for what was typed before.
  const hit = query === first && !isSearching ? (hits[0] ?? null) : null;
  const isFirstOver = first !== null && (first !== queryOf(typed) || (query === first && !isSearching));
  useEffect(() => {
    if (hit) onGo(hit.chatId, hit.seq);
    if (isFirstOver) onFirstDone();
  }, [hit, isFirstOver, onGo, onFirstDone]);
  const isEmpty = typed.trim() === '';
  const groups = [...Map.groupBy(hits, ({ chatId }) => chatId)];
  const count = t(olderBefore === null ? 'search.count' : 'search.countMore', { n: hits.length });
  return (
    <section className="py-search" aria-label={t('search.results')} aria-busy={isSearching} onKeyDown={onArrow}>
      {here && (
        <Button
          className="py-search__here"
          size="compact-sm"
          radius="xl"
          variant={isHereOnly ? 'filled' : 'default'}
          aria-pressed={isHereOnly}
          onClick={() => onHereOnly(!isHereOnly)}
        >
          {t('search.here', { chat: here.name })}
        </Button>
      )}
      <p className="py-search__count" role="status">
        {!isEmpty && !error && (query === '' || (isSearching && hits.length === 0) ? t('search.searching') : hits.length > 0 ? count : '')}
      </p>
      {isEmpty && <Teach />}
      {error !== null && (
        <Problem what={t('search.failed')} why={error}>
          <Button size="xs" variant="default" onClick={again}>
            {t('action.tryAgain')}
          </Button>
        </Problem>
      )}
      {!isEmpty && query !== '' && !isSearching && !error && hits.length === 0 && (
        <div className="py-search__quiet" role="status">
          <strong>{t(only === null ? 'search.nothing' : 'search.nothingHere', { query })}</strong>
          <p>{t('search.nothingHow')}</p>
          {only !== null && (
            <Button size="xs" variant="default" onClick={() => onHereOnly(false)}>
              {t('search.everywhere')}
            </Button>
          )}
        </div>
      )}
      {groups.map(([chatId, found]) => (
        <section key={chatId} className="py-search__chat">
          <h2>
            <span dir="auto" translate="no">
              {found[0]?.chat || t('chats.untitled')}
            </span>
            <span translate="no">{found[0]?.workspace}</span>
          </h2>
          <ul>
            {found.map((hit) => (
              <li key={hit.seq}>
                <UnstyledButton
                  className="py-hit"
                  data-hit
                  aria-current={shown.chatId === chatId && shown.at === hit.seq ? 'true' : undefined}
                  onClick={() => onGo(chatId, hit.seq)}
                >
                  <span className="py-hit__top">
                    <span translate="no">{authorOf(hit)}</span>
                    <time dateTime={new Date(hit.sentAt).toISOString()}>{shortWhen(hit.sentAt, now)}</time>
                  </span>
                  {hit.file !== null && (
                    <span className="py-hit__file" dir="auto" translate="no">
                      <IconPaperclip size={13} aria-hidden />
                      <Marked snippet={hit.file} />
                    </span>
                  )}
                  <span className="py-hit__text" dir="auto" translate="no">
                    <Marked snippet={hit.snippet} />
                  </span>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {olderBefore !== null && (
        <Button
          fullWidth
          size="sm"
          variant="default"
          disabled={isSearching}
          rightSection={isSearching && <Loader size={14} />}
          onClick={more}
        >
          {t('search.more')}
        </Button>
      )}
    </section>
  );
};
