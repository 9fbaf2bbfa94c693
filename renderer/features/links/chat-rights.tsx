import { Button, Checkbox, Radio, TextInput } from '@mantine/core';
import { useCallback, useId, useState } from 'react';
import type { ChatPeopleView } from '#contract/ui/domains/people.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { NotLoaded } from '../../ui/not-loaded.tsx';
import { Problem } from '../../ui/problem.tsx';
import './chat-rights.css';

const topics = ['chat', 'link'] as const;
type Change = (client: ReturnType<typeof useHost>['client']) => Promise<ChatPeopleView>;
type Save = (change: Change) => void;

const usePeople = (chatId: string) => {
  const { client } = useHost();
  return useFresh(
    useCallback(() => client.people.ofChat({ chatId }), [client, chatId]),
    topics,
  );
};

/** When a message in a chat means Pynchy, and who beside the owner may give it work there. Every change holds at once. */
export const ChatRights = ({ chatId, isGroup, defaultNames }: { chatId: string; isGroup: boolean; defaultNames: string }) => {
  const { client } = useHost();
  const people = usePeople(chatId);
  const { set } = people;
  const change = useAction(
    useCallback(
      async (run: Change) => {
        const fresh = await run(client);
        set(() => fresh);
      },
      [client, set],
    ),
  );
  if (people.error) return <NotLoaded what={t('rights.failed')} why={people.error} onAgain={people.refresh} />;
  if (!people.value) return null;
  const save: Save = (run) => void change.run(run);
  return (
    <div className="py-rights">
      <When chatId={chatId} people={people.value} defaultNames={defaultNames} save={save} />
      <Who chatId={chatId} people={people.value} isGroup={isGroup} save={save} />
      {change.error && <Problem what={t('rights.notSaved')} why={change.error} times={change.times} />}
    </div>
  );
};

const When = ({
  chatId,
  people: { trigger },
  defaultNames,
  save,
}: {
  chatId: string;
  people: ChatPeopleView;
  defaultNames: string;
  save: Save;
}) => {
  const saved = (trigger.names ?? []).join(', ');
  const [typed, setTyped] = useState<string | null>(null);
  const setWhen = (when: string): void =>
    save((client) => client.people.setTrigger({ chatId, trigger: { ...trigger, when: when === 'always' ? 'always' : 'addressed' } }));
  const setNames = (text: string): void => {
    const names = text
      .split(',')
      .map((name) => name.trim().replace(/^@+/, ''))
      .filter((name) => name !== '');
    save((client) => client.people.setTrigger({ chatId, trigger: { ...trigger, names: names.length > 0 ? names : null } }));
    setTyped(null);
  };
  return (
    <div className="py-rights__part">
      <Radio.Group label={t('rights.when')} value={trigger.when} onChange={setWhen}>
        <Radio value="addressed" label={t('rights.addressed')} description={t('rights.addressedWhy')} />
        {trigger.when === 'addressed' && (
          <form
            className="py-rights__names"
            onSubmit={(event) => {
              event.preventDefault();
              setNames(typed ?? saved);
            }}
          >
            <TextInput
              size="xs"
              label={t('rights.names')}
              description={t('rights.namesHint', { names: defaultNames })}
              placeholder={defaultNames}
              value={typed ?? saved}
              maxLength={200}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            {typed !== null && typed !== saved && (
              <Button type="submit" size="xs" variant="default">
                {t('rights.saveNames')}
              </Button>
            )}
          </form>
        )}
        <Radio value="always" label={t('rights.always')} description={t('rights.alwaysWhy')} />
      </Radio.Group>
    </div>
  );
};

const Who = ({ chatId, people, isGroup, save }: { chatId: string; people: ChatPeopleView; isGroup: boolean; save: Save }) => {
  const id = useId();
  const others = people.members.filter((m) => !m.isOwner);
  const setStarters = (value: string): void =>
    save((client) => client.people.setStarters({ chatId, starters: value === 'everybody' ? 'everybody' : 'chosen' }));
  return (
    <div className="py-rights__part">
      {isGroup ? (
        <Radio.Group label={t('rights.who')} value={people.starters} onChange={setStarters} aria-describedby={id}>
          <Radio value="chosen" label={t('rights.chosen')} />
          {people.starters === 'chosen' && <Chosen chatId={chatId} others={others} save={save} />}
          <Radio value="everybody" label={t('rights.everybody')} />
        </Radio.Group>
      ) : (
        <>
          <p className="py-rights__label">{t('rights.who')}</p>
          <Chosen chatId={chatId} others={others} save={save} />
        </>
      )}
      <p className="py-dim" id={id}>
        {t('rights.whoWhy')}
      </p>
    </div>
  );
};

const Chosen = ({ chatId, others, save }: { chatId: string; others: ChatPeopleView['members']; save: Save }) =>
  others.length === 0 ? (
    <p className="py-dim py-rights__members">{t('rights.nobodyElse')}</p>
  ) : (
    <ul className="py-rights__members" aria-label={t('rights.chosen')}>
      {others.map(({ id, name, mayStart }) => (
        <li key={id}>
          <Checkbox
            size="xs"
            label={<span translate="no">{name || t('rights.unnamed')}</span>}
            checked={mayStart}
            onChange={(event) => {
              const may = event.currentTarget.checked;
              save((client) => client.people.setMayStart({ chatId, personId: id, may }));
            }}
          />
        </li>
      ))}
    </ul>
  );

const namesShown = 3;

/** Who can start turns in a chat, in one line. */
export const useRightsLine = (chatId: string): string | null => {
  const { value } = usePeople(chatId);
  if (!value) return null;
  if (value.starters === 'everybody') return t('rights.lineEverybody');
  const chosen = value.members.filter((m) => m.mayStart && !m.isOwner).map((m) => m.name || t('rights.unnamed'));
  if (chosen.length === 0) return t('rights.lineChosen');
  const rest = chosen.length > namesShown ? [`+${chosen.length - namesShown}`] : [];
  return t('rights.lineSome', { names: [...chosen.slice(0, namesShown), ...rest].join(', ') });
};
