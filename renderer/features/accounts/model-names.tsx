import { Button, Popover } from '@mantine/core';
import { useCallback, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { compactCount } from '../../ui/time.ts';

interface Answer {
  readonly ok: boolean;
  readonly text: string;
  readonly models: readonly { readonly id: string; readonly name: string; readonly contextTokens: number }[];
}

/** The models that an account can reach, asked for when opened. */
export const ModelNames = ({ name }: { name: string }) => {
  const { client } = useHost();
  const [isOpen, setOpen] = useState(false);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const ask = useAction(useCallback(async () => setAnswer(await client.accounts.models({ name })), [client, name]));
  const open = (): void => {
    setOpen(!isOpen);
    if (!isOpen) void ask.run();
  };
  const told = ask.error ?? (answer && !answer.ok ? answer.text : null);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" width={320} shadow="md" transitionProps={{ duration: 0 }} trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" aria-expanded={isOpen} onClick={open}>
          {t('accounts.models')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('accounts.modelsOf', { name })}>
        {ask.busy && answer === null && <p className="py-dim">{t('accounts.modelsLoading')}</p>}
        {told && (
          <p className="py-break" translate="no">
            {told}
          </p>
        )}
        <ScrollBox as="ul" className="py-models" label={t('accounts.modelsOf', { name })}>
          {answer?.models.map((model) => (
            <li key={model.id}>
              <span className="py-break" translate="no">
                {model.id}
              </span>
              <span className="py-dim">
                {model.contextTokens > 0 && t('accounts.context', { tokens: compactCount(model.contextTokens) })}
              </span>
            </li>
          ))}
        </ScrollBox>
      </Popover.Dropdown>
    </Popover>
  );
};
