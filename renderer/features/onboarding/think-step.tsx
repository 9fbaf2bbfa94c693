import { Button, Loader } from '@mantine/core';
import { IconCircleCheck, IconDeviceDesktop, IconKey, IconPlugConnected, IconSchool } from '@tabler/icons-react';
import { type FormEvent, useCallback, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Choice } from '../../ui/choice.tsx';
import { costOfTry } from '../../ui/outcome.tsx';
import { Problem } from '../../ui/problem.tsx';
import { connectModel, type NewModel, type Tried } from './connect-model.ts';
import { emptyEntry, isComplete, KeyFields, ownerOf } from './key-fields.tsx';
import type { StepProps } from './step.tsx';
import { StepActions } from './step.tsx';
import { type LocalServer, useLocalServers } from './use-local-servers.ts';

const modelsText = (models: readonly string[]): string => models.slice(0, 3).join(', ');

/** Who answers: a model that runs here, one with a key, or Practice. A model is tried before it is kept. */
export const ThinkStep = ({ onNext, onLater }: StepProps) => {
  const { client, resources } = useHost();
  const accounts = useResource(resources.accounts).value ?? [];
  const workspaces = useResource(resources.workspaces).value ?? [];
  const { servers, look } = useLocalServers();
  const [chosen, setChosen] = useState<string | null>(null);
  const [entry, setEntry] = useState(emptyEntry);
  const [tried, setTried] = useState<(Tried & { choice: string; isFree: boolean }) | null>(null);
  const connected = accounts.find(({ noAi }) => !noAi) ?? null;
  const usable = (servers ?? []).find(({ models }) => models.length > 0);
  const choice = chosen ?? (connected ? 'connected' : usable ? usable.baseUrl : 'practice');

  const modelOf = (): NewModel | null => {
    const server = servers?.find(({ baseUrl }) => baseUrl === choice);
    if (server) return { name: server.name, provider: 'openai', baseUrl: server.baseUrl, key: null };
    const owner = choice === 'key' && isComplete(entry) ? ownerOf(entry) : null;
    return (
      owner && {
        name: owner.name || 'account',
        provider: owner.provider,
        baseUrl: entry.address?.trim() || owner.baseUrl,
        key: entry.key.trim(),
      }
    );
  };
  const model = modelOf();
  const connect = useAction(
    useCallback(async () => {
      if (!model) return;
      setTried(null);
      // The new account is a choice of its own soon; what was chosen stays chosen.
      setChosen(choice);
      const answer = await connectModel(client, model, { accounts, workspaces });
      setTried({ ...answer, choice, isFree: model.key === null });
      if (answer.ok) setEntry(emptyEntry);
      resources.accounts.refresh();
      resources.workspaces.refresh();
    }, [client, resources, model, accounts, workspaces, choice]),
  );
  const choose = (next: string): void => {
    setChosen(next);
    connect.clear();
  };
  const mine = tried?.choice === choice ? tried : null;
  const isDone = mine?.ok || choice === 'practice' || choice === 'connected';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isDone) onNext();
    else if (model && !connect.busy) void connect.run();
  };

  const serverChoice = (server: LocalServer) => {
    const { name, baseUrl, models } = server;
    const isEmpty = models.length === 0;
    return (
      <Choice
        key={baseUrl}
        name="think"
        isChosen={choice === baseUrl}
        onChoose={() => choose(baseUrl)}
        icon={<IconDeviceDesktop size={20} />}
        title={isEmpty ? t('welcome.localNoModel', { name }) : t('welcome.local', { name, models: modelsText(models) })}
        why={t(isEmpty ? 'welcome.localNoModelWhy' : 'welcome.localWhy')}
      >
        {isEmpty && (
          <Button size="xs" variant="default" onClick={look}>
            {t('welcome.lookAgain')}
          </Button>
        )}
      </Choice>
    );
  };
  return (
    <form onSubmit={submit} className="py-welcome__form">
      <fieldset className="py-choices" aria-labelledby="py-welcome-title">
        {connected && (
          <Choice
            name="think"
            isChosen={choice === 'connected'}
            onChoose={() => choose('connected')}
            icon={<IconPlugConnected size={20} />}
            title={t('welcome.connected', { name: connected.name })}
            why={t('welcome.connectedWhy')}
          />
        )}
        {servers?.map(serverChoice)}
        <Choice
          name="think"
          isChosen={choice === 'key'}
          onChoose={() => choose('key')}
          icon={<IconKey size={20} />}
          title={t('welcome.key')}
          why={t('welcome.keyWhy')}
        >
          {!mine?.ok && <KeyFields entry={entry} onChange={setEntry} />}
        </Choice>
        <Choice
          name="think"
          isChosen={choice === 'practice'}
          onChoose={() => choose('practice')}
          icon={<IconSchool size={20} />}
          title={t('welcome.practice')}
          why={t('welcome.practiceWhy')}
        />
      </fieldset>
      <div role="status" className="py-welcome__status">
        {servers === null && (
          <p className="py-dim">
            <Loader size={13} /> {t('welcome.looking')}
          </p>
        )}
        {connect.busy && (
          <p className="py-dim">
            <Loader size={13} /> {t('welcome.testing')}
          </p>
        )}
        {mine?.ok && (
          <p className="py-welcome__ok">
            <IconCircleCheck size={18} aria-hidden />
            <span>
              <span translate="no">{mine.text}</span> {mine.isFree ? t('welcome.testFree') : costOfTry(mine.costMicros)}
            </span>
          </p>
        )}
      </div>
      {mine && !mine.ok && <Problem what={t('welcome.testFailed')} why={mine.text} />}
      {connect.error && <Problem what={t('welcome.testFailed')} why={connect.error} />}
      <StepActions onLater={onLater}>
        <Button type="submit" size="md" loading={connect.busy} disabled={!isDone && model === null}>
          {t(isDone ? 'welcome.next' : 'welcome.testUse')}
        </Button>
      </StepActions>
    </form>
  );
};
