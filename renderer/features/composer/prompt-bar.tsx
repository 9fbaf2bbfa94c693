import { Button, Loader, Popover } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { HostClient } from '#contract/client/connect.ts';
import type { AccountView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { failureText } from '../../rpc/failure.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { moneyText } from '../../ui/money.ts';
import { compactCount } from '../../ui/time.ts';
import './prompt-bar.css';

type Prompt = Awaited<ReturnType<HostClient['chats']['prompt']>>;

const order = ['instructions', 'memory', 'tools', 'history', 'files'] as const;

/** How much of a month's limit is used; shown where it is about to be used. */
const Month = ({ account }: { account: AccountView }) => {
  const { budgetTokens: limit, usedTokensThisMonth: used, name } = account;
  if (limit === null) return null;
  const share = Math.min(100, Math.round((100 * used) / limit));
  return (
    <div className="py-prompt__month">
      <p>{t('prompt.month', { account: name, used: compactCount(used), limit: compactCount(limit) })}</p>
      <div
        className="py-prompt__bar"
        data-level={share < 80 ? undefined : share < 100 ? 'warn' : 'full'}
        role="progressbar"
        aria-label={t('prompt.monthLabel')}
        aria-valuenow={share}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ flexGrow: share }} data-part="history" />
        <i style={{ flexGrow: 100 - share }} />
      </div>
    </div>
  );
};

const Parts = ({ prompt: { parts, limit, costMicros } }: { prompt: Prompt }) => {
  const sum = order.reduce((all, part) => all + parts[part], 0);
  return (
    <>
      <p className="py-prompt__sum">
        {limit === null
          ? t('prompt.sum', { n: compactCount(sum) })
          : t('prompt.sumOf', { n: compactCount(sum), limit: compactCount(limit) })}
        {costMicros !== null && ` · ${t('prompt.cost', { money: moneyText(costMicros) })}`}
      </p>
      <div className="py-prompt__bar" aria-hidden>
        {order.map((part) => (
          <i key={part} style={{ flexGrow: parts[part] }} data-part={part} />
        ))}
        {limit !== null && limit > sum && <i style={{ flexGrow: limit - sum }} />}
      </div>
      <dl className="py-prompt__parts">
        {order.map((part) => (
          <div key={part}>
            <dt>
              <i data-part={part} aria-hidden />
              {t(`prompt.${part}`)}
            </dt>
            <dd>{compactCount(parts[part])}</dd>
          </div>
        ))}
      </dl>
      <p className="py-dim">{t('prompt.why')}</p>
    </>
  );
};

/** A button that says how much the next message brings along, and opens what it is made of. */
export const PromptBar = ({ chatId, accountId, label }: { chatId: string; accountId: string | null; label: string }) => {
  const { client, resources } = useHost();
  const account = useResource(resources.accounts).value?.find(({ id }) => id === accountId);
  const [isOpen, setOpen] = useState(false);
  const [prompt, setPrompt] = useState<Prompt | null>(null);
  const [error, setError] = useState<string | null>(null);
  const look = useCallback(
    (open: boolean) => {
      setOpen(open);
      if (!open) return;
      setError(null);
      client.chats.prompt({ chatId }).then(setPrompt, (failure: unknown) => setError(failureText(failure)));
    },
    [client, chatId],
  );
  return (
    <Popover opened={isOpen} onChange={look} position="top-start" width={320} shadow="md" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          className="py-prompt__open"
          title={t('prompt.title')}
          onClick={() => look(!isOpen)}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('prompt.title')} data-autofocus tabIndex={-1}>
        <section className="py-prompt">
          <h2>{t('prompt.title')}</h2>
          {error !== null && <p role="alert">{error}</p>}
          {prompt === null && error === null && <Loader size={16} aria-label={t('prompt.looking')} />}
          {prompt && <Parts prompt={prompt} />}
          {account && <Month account={account} />}
        </section>
      </Popover.Dropdown>
    </Popover>
  );
};
