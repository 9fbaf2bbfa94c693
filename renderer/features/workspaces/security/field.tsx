import { NativeSelect } from '@mantine/core';
import { useCallback } from 'react';
import type { EventTopic } from '#contract/ui/watch.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useFresh } from '../../../rpc/use-fresh.ts';
import { profileTitle, profileWhat } from './words.ts';

const topics: readonly EventTopic[] = ['profile'];
const standard = { id: 'standard', isReadyMade: true };

/** What a new workspace may do, in plain words. */
export const ProfileField = ({ value, onChange }: { value: string; onChange: (id: string) => void }) => {
  const { client } = useHost();
  const { value: all } = useFresh(
    useCallback(() => client.profiles.list(), [client]),
    topics,
  );
  const offered = (all ?? [standard]).filter(({ id }) => id !== 'admin');
  return (
    <NativeSelect
      label={t('security.profile')}
      description={profileWhat(offered.find(({ id }) => id === value) ?? standard)}
      value={value}
      data={offered.map((profile) => ({ value: profile.id, label: profileTitle(profile) }))}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
};
