import { Button, Radio, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Problem } from '../../ui/problem.tsx';

type Mode = 'own' | 'assistant';
const modes: readonly Mode[] = ['own', 'assistant'];

/** Whose number it is comes first, because it decides what Pynchy reads; then the code is shown. */
export const AddLink = ({
  channel,
  suggestedName,
  onCancel,
  onAdded,
}: {
  channel: string;
  suggestedName: string;
  onCancel: () => void;
  onAdded: () => void;
}) => {
  const { client } = useHost();
  const [mode, setMode] = useState<Mode>('own');
  const [name, setName] = useState(suggestedName);
  const [owner, setOwner] = useState('');
  const add = useAction(
    useCallback(async () => {
      const made = await client.links.add({ channel, name: name.trim(), mode, ...(mode === 'assistant' ? { ownerNumber: owner } : {}) });
      await client.links.pair({ id: made.id });
      onAdded();
    }, [client, channel, name, mode, owner, onAdded]),
  );
  const needsOwner = mode === 'assistant' && owner.replaceAll(/\D/g, '').length < 6;
  return (
    <form
      className="py-card py-addlink"
      aria-label={t('links.add')}
      onSubmit={(event) => {
        event.preventDefault();
        void add.run();
      }}
    >
      <Radio.Group value={mode} onChange={(value) => setMode(value === 'assistant' ? 'assistant' : 'own')} label={t('links.whose')}>
        <div className="py-addlink__modes">
          {modes.map((each) => (
            <Radio.Card key={each} value={each} className="py-addlink__mode" data-autofocus={each === 'own' ? '' : undefined}>
              <Radio.Indicator aria-hidden />
              <span>
                <strong>{t(`links.mode.${each}`)}</strong>
                <span className="py-dim">{t(`links.mode.${each}Why`)}</span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <div className="py-addlink__fields">
        <TextInput
          label={t('links.name')}
          description={t('links.nameHint')}
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {mode === 'assistant' && (
          <TextInput
            label={t('links.ownerNumber')}
            description={t('links.ownerNumberHint')}
            type="tel"
            placeholder="+49 170 1234567"
            autoComplete="tel"
            value={owner}
            onChange={(event) => setOwner(event.currentTarget.value)}
          />
        )}
      </div>
      <p className="py-dim py-addlink__risk">{t('links.risk')}</p>
      {add.error && <Problem what={t('links.addFailed')} why={add.error} times={add.times} />}
      <div className="py-addlink__actions">
        <Button type="submit" loading={add.busy} disabled={name.trim() === '' || needsOwner}>
          {t('links.showCode')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
};
