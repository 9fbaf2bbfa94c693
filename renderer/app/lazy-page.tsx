import { Button, Skeleton } from '@mantine/core';
import { type ComponentType, useCallback, useEffect, useState } from 'react';
import { t } from '../locales/translate.ts';
import { useAction } from '../rpc/use-action.ts';
import { Problem } from '../ui/problem.tsx';

/** Lines where the page will be. The style sheet shows them only after a moment: what is here at once never flickers. */
const Calm = () => (
  <div className="py-lazy" aria-hidden>
    <Skeleton height={28} width="30%" animate={false} />
    <Skeleton height={14} animate={false} />
    <Skeleton height={14} width="80%" animate={false} />
  </div>
);

/** Whether the place this window came from answers: only then is a new start of the window more than an empty one. */
const isThere = (): Promise<boolean> =>
  fetch(location.pathname, { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

/** Not React.lazy: that keeps a failure for ever, and holds back even a page that is here already. */
export const lazyPage = <P extends object>(load: () => Promise<ComponentType<P>>) => {
  let here: ComponentType<P> | null = null;
  const get = async (): Promise<void> => {
    here ??= await load();
  };
  const Page = (props: P) => {
    const [Shown, setShown] = useState<ComponentType<P> | null>(() => here);
    const { run, error, busy } = useAction(
      useCallback(async () => {
        await get();
        setShown(() => here);
      }, []),
    );
    useEffect(() => {
      if (here === null) void run();
    }, [run]);
    // After an update the old script is gone for good: the window has to begin anew.
    const loadAgain = async (): Promise<void> => {
      if (!(await run()) && (await isThere())) location.reload();
    };
    if (Shown) return <Shown {...props} />;
    if (error === null) return <Calm />;
    return (
      <Problem what={t('page.failed')} why={t('page.failedWhy')}>
        <Button size="xs" variant="default" loading={busy} onClick={() => void loadAgain()}>
          {t('page.loadAgain')}
        </Button>
      </Problem>
    );
  };
  return { Page, fetch: get };
};
