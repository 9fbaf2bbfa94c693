import { useEffect, useMemo } from 'react';
import type { EventTopic } from '#contract/ui/watch.ts';
import { useHost } from './host.ts';
import { createResource, type Resource, type ResourceState, useResource } from './resource.ts';

/** What one screen alone shows, fetched while it is open and again at news of these topics. `fetch` and `topics` must be stable. */
export const useFresh = <T>(
  fetch: () => Promise<T>,
  topics: readonly EventTopic[],
): ResourceState<T> & Pick<Resource<T>, 'refresh' | 'set'> => {
  const { onNews } = useHost();
  const resource = useMemo(() => createResource(fetch), [fetch]);
  useEffect(
    () =>
      onNews((news) => {
        if (news.type === 'sync' || (news.type === 'event' && topics.includes(news.topic))) resource.refresh();
      }),
    [onNews, resource, topics],
  );
  return { ...useResource(resource), refresh: resource.refresh, set: resource.set };
};
