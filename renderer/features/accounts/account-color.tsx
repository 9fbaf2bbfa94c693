import { Popover, UnstyledButton } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { Color } from '#contract/model/colors.ts';
import type { AccountView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { ColorChoice } from '../../ui/color-choice.tsx';
import { ColorDot } from '../../ui/color-dot.tsx';

/** The colour by which an account is known where one writes; a click chooses another. */
export const AccountColor = ({ account: { name, color } }: { account: AccountView }) => {
  const { client, resources } = useHost();
  const [isOpen, setOpen] = useState(false);
  const save = useAction(
    useCallback(
      async (chosen: Color) => {
        await client.accounts.setColor({ name, color: chosen });
        resources.accounts.refresh();
      },
      [client, name, resources],
    ),
  );
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" shadow="md" transitionProps={{ duration: 0 }} trapFocus>
      <Popover.Target>
        <UnstyledButton
          className="py-account__color"
          aria-label={t('accounts.colorOf', { name, color: t(`color.${color}`) })}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <ColorDot color={color} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('accounts.color')}>
        <ColorChoice label={t('accounts.color')} value={color} onChange={(chosen) => void save.run(chosen)} />
        {save.error && <p className="py-outcome py-outcome--bad">{save.error}</p>}
      </Popover.Dropdown>
    </Popover>
  );
};
