import { Skeleton } from '@mantine/core';
import { useCallback } from 'react';
import type { WorkspaceView } from '#contract/ui/views.ts';
import type { EventTopic } from '#contract/ui/watch.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useFresh } from '../../../rpc/use-fresh.ts';
import { NotLoaded } from '../../../ui/not-loaded.tsx';
import { SecurityProfile } from './profile.tsx';
import { SecurityRules } from './rules.tsx';
import { SecurityTrial } from './trial.tsx';
import './security.css';

const topics: readonly EventTopic[] = ['workspace', 'profile', 'plugin', 'account', 'task', 'chat'];

/** What a workspace may do: its profile, its rules, and a place to try them. */
export const SecurityTab = ({ workspace }: { workspace: WorkspaceView }) => {
  const { client } = useHost();
  const { name } = workspace;
  const { value, error, refresh } = useFresh(
    useCallback(async () => {
      const [profiles, tools, rules] = await Promise.all([
        client.profiles.list(),
        client.profiles.tools(),
        client.rules.list({ workspace: name }),
      ]);
      return { profiles, tools, rules };
    }, [client, name]),
    topics,
  );
  const notLoaded = error && <NotLoaded what={t('security.loadFailed')} why={error} onAgain={refresh} />;
  if (!value) return notLoaded || <Skeleton height={180} radius={14} aria-hidden />;
  return (
    <>
      {notLoaded}
      <SecurityProfile
        workspace={workspace}
        profiles={value.profiles}
        tools={value.tools}
        ruleIds={value.rules.map(({ id }) => id).join()}
      />
      <SecurityRules workspace={workspace} rules={value.rules} tools={value.tools} />
      <SecurityTrial workspace={workspace} tools={value.tools} />
    </>
  );
};
