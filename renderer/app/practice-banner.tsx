import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconSchool, IconX } from '@tabler/icons-react';
import { t } from '../locales/translate.ts';
import { useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';
import { useUiSettings } from '../rpc/ui-settings.ts';

const hint = 'practice-banner';

/** Says that no AI answers here, for as long as that is so; dismissed it becomes a chip, never nothing. */
export const PracticeBanner = ({ workspaceId, isMessenger }: { workspaceId: string; isMessenger: boolean }) => {
  const { resources } = useHost();
  const accounts = useResource(resources.accounts).value;
  const workspace = useResource(resources.workspaces).value?.find(({ id }) => id === workspaceId);
  const { ui, change } = useUiSettings();
  const isSmall = ui.seen.includes(hint);
  const setSmall = (small: boolean): void =>
    void change({ seen: [...ui.seen.filter((other) => other !== hint), ...(small ? [hint] : [])] });
  // In a messenger's chat the answers do leave this computer.
  const text = t(isMessenger ? 'practice.bannerMessenger' : 'practice.banner');
  const first = workspace?.accounts[0]?.id;
  if (!accounts?.some(({ id, noAi }) => noAi && id === first)) return null;
  if (isSmall)
    return (
      <div className="py-practice py-practice--small">
        <UnstyledButton className="py-chip" title={text} onClick={() => setSmall(false)}>
          {t('practice.bubble')}
        </UnstyledButton>
      </div>
    );
  return (
    <section className="py-practice" aria-label={t('practice.label')}>
      <IconSchool size={18} aria-hidden />
      <p>{text}</p>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('practice.smaller')}
        title={t('practice.smaller')}
        onClick={() => setSmall(true)}
      >
        <IconX size={15} />
      </ActionIcon>
    </section>
  );
};
