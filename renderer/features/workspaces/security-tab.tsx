import { useCallback } from 'react';
import type { WorkspaceView } from '#contract/ui/views.ts';
import type { EventTopic } from '#contract/ui/watch.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { Problem } from '../../ui/problem.tsx';
import { SecurityProfile } from './security-profile.tsx';
import { SecurityRules } from './security-rules.tsx';
import { SecurityTrial } from './security-trial.tsx';
import './security.css';

const topics: readonly EventTopic[] = ['workspace', 'profile', 'plugin', 'account', 'task', 'chat'];

/** What a workspace may do: its profile, its rules, and a place to try them. */
export const SecurityTab = ({ workspace }: { workspace: WorkspaceView }) => {
  const { client } = useHost();
  const { name } = workspace;
  const { value, error } = useFresh(
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
  if (error) return <Problem what={t('security.loadFailed')} why={error} />;
  if (!value) return null;
  return (
    <>
      <SecurityProfile workspace={workspace} profiles={value.profiles} tools={value.tools} />
      <SecurityRules workspace={workspace} rules={value.rules} tools={value.tools} />
      <SecurityTrial workspace={workspace} tools={value.tools} />
    </>
  );
};
