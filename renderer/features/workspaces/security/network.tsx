import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Profile } from '#contract/model/profile.ts';
import { t } from '../../../locales/translate.ts';

const modes = ['off', 'allow-list', 'open'] as const;
const linesOf = (typed: string): string[] =>
  typed
    .split('\n')
    .map((line) => line.trim().toLowerCase())
    .filter((line) => line !== '');

interface SecurityNetworkProps {
  readonly network: Profile['network'];
  readonly onChange: (network: Profile['network']) => void;
}

/** The most that the network of commands may be opened to. */
export const SecurityNetwork = ({ network, onChange }: SecurityNetworkProps) => {
  const [typed, setTyped] = useState(network.mode === 'allow-list' ? network.hosts.join('\n') : '');
  const change = (mode: string, hosts: string): void =>
    onChange(mode === 'allow-list' ? { mode, hosts: linesOf(hosts) } : { mode: mode === 'open' ? 'open' : 'off' });
  return (
    <>
      <NativeSelect
        label={t('editor.network')}
        value={network.mode}
        data={modes.map((value) => ({ value, label: t(`editor.network.${value}`) }))}
        onChange={(event) => change(event.currentTarget.value, typed)}
      />
      {network.mode === 'allow-list' && (
        <Textarea
          label={t('editor.hosts')}
          placeholder="example.org"
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            change('allow-list', event.currentTarget.value);
          }}
        />
      )}
    </>
  );
};
