import { ActionIcon, NativeSelect, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { createContext, type ReactNode, useContext } from 'react';
import type { RuleCondition } from '#contract/model/rule.ts';
import { t } from '../../../locales/translate.ts';

export interface ChatName {
  readonly id: string;
  readonly name: string;
}
type Kind = RuleCondition['is'];
const kinds: readonly Kind[] = ['path-under', 'host-in', 'chat-in', 'field-in', 'amount-at-most', 'hours', 'rate'];

/** A condition to begin with. */
export const newCondition = (is: Kind, [chat]: readonly ChatName[]): RuleCondition => {
  switch (is) {
    case 'path-under':
      return { is, folder: '' };
    case 'host-in':
      return { is, hosts: [''] };
    case 'chat-in':
      return { is, chats: [{ id: chat?.id ?? '', name: chat?.name ?? '' }] };
    case 'field-in':
      return { is, field: 'name', values: [''] };
    case 'amount-at-most':
      return { is, field: 'amount', most: 0 };
    case 'hours':
      return { is, from: '08:00', to: '20:00', zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
    case 'rate':
      return { is, most: 1 };
    default:
      return is satisfies never;
  }
};

/** Something that it needs is empty. */
export const isUnfinished = (c: RuleCondition): boolean => {
  switch (c.is) {
    case 'path-under':
      return c.folder.trim() === '';
    case 'host-in':
      return c.hosts.every((host) => host === '');
    case 'chat-in':
      return c.chats.every(({ id }) => id === '');
    case 'field-in':
      return c.field.trim() === '' || String(c.values[0] ?? '') === '';
    case 'amount-at-most':
      return c.field.trim() === '';
    case 'hours':
      return c.from === '' || c.to === '';
    case 'rate':
      return false;
    default:
      return c satisfies never;
  }
};

interface SecurityConditionProps {
  readonly condition: RuleCondition;
  readonly chats: readonly ChatName[];
  /** Somebody wanted to store it: what is empty is said at its field. */
  readonly isTried: boolean;
  /** Null takes it out. */
  readonly onChange: (next: RuleCondition | null) => void;
}

/** One condition of a rule: its kind and what belongs to it. */
export const SecurityCondition = ({ condition, chats, isTried, onChange }: SecurityConditionProps) => (
  <div className="py-sec__row">
    <NativeSelect
      label={t('rules.condition')}
      value={condition.is}
      data={kinds.map((value) => ({ value, label: t(`rules.${value}`) }))}
      onChange={(event) => {
        const kind = kinds.find((one) => one === event.currentTarget.value);
        if (kind) onChange(newCondition(kind, chats));
      }}
    />
    <TriedContext value={isTried}>{fieldsOf(condition, chats, onChange)}</TriedContext>
    <ActionIcon variant="subtle" color="gray" aria-label={t('rules.removeCondition')} onClick={() => onChange(null)}>
      <IconX size={16} />
    </ActionIcon>
  </div>
);

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly type?: string;
  readonly onType: (typed: string) => void;
}
const TriedContext = createContext(false);
const Field = ({ label, value, type = 'text', onType }: FieldProps) => {
  const isTried = useContext(TriedContext);
  return (
    <TextInput
      label={label}
      value={value}
      type={type}
      required
      spellCheck={false}
      error={isTried && value.trim() === '' ? t('rules.empty') : null}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  );
};

const fieldsOf = (c: RuleCondition, chats: readonly ChatName[], set: (next: RuleCondition) => void): ReactNode => {
  switch (c.is) {
    case 'path-under':
      return <Field label={t('rules.folder')} value={c.folder} onType={(folder) => set({ ...c, folder })} />;
    case 'host-in':
      return (
        <Field
          label={t('rules.host')}
          value={c.hosts.join(' ')}
          onType={(typed) => set({ ...c, hosts: typed.trimStart().split(/[\s,]+/) })}
        />
      );
    case 'chat-in':
      return (
        <NativeSelect
          label={t('rules.chat')}
          translate="no"
          value={c.chats[0]?.id ?? ''}
          data={chats.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => set({ ...c, chats: chats.filter(({ id }) => id === event.currentTarget.value) })}
        />
      );
    case 'field-in':
      return (
        <>
          <Field label={t('rules.field')} value={c.field} onType={(field) => set({ ...c, field })} />
          <Field label={t('rules.value')} value={String(c.values[0] ?? '')} onType={(value) => set({ ...c, values: [value] })} />
        </>
      );
    case 'amount-at-most':
      return (
        <>
          <Field label={t('rules.field')} value={c.field} onType={(field) => set({ ...c, field })} />
          <Field label={t('rules.most')} type="number" value={String(c.most)} onType={(most) => set({ ...c, most: Number(most) })} />
        </>
      );
    case 'hours':
      return (
        <>
          <Field label={t('rules.from')} type="time" value={c.from} onType={(from) => set({ ...c, from })} />
          <Field label={t('rules.to')} type="time" value={c.to} onType={(to) => set({ ...c, to })} />
        </>
      );
    case 'rate':
      return <Field label={t('rules.most')} type="number" value={String(c.most)} onType={(most) => set({ ...c, most: Number(most) })} />;
    default:
      return c satisfies never;
  }
};
