import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { type FormEvent, useId, useState } from 'react';
import { t } from '../../../locales/translate.ts';

/** 2026-03-05 in the reader's own zone. */
const isoDay = (at: number): string => {
  const day = new Date(at);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
};

/** A small calendar in the header: leads to the first message of a day. */
export const JumpToDay = ({ onJump }: { onJump: (time: number) => void }) => {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [day, setDay] = useState(() => isoDay(Date.now()));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const time = new Date(`${day}T00:00`).getTime();
    if (Number.isNaN(time)) return;
    setOpen(false);
    onJump(time);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="md"
          aria-label={t('jump.button')}
          title={t('jump.button')}
          onClick={() => setOpen(!isOpen)}
        >
          <IconCalendar size={17} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('jump.button')}>
        <form className="py-jump" onSubmit={submit}>
          <TextInput
            id={id}
            type="date"
            size="sm"
            label={t('jump.label')}
            max={isoDay(Date.now())}
            required
            withAsterisk={false}
            data-autofocus
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <Button type="submit" size="sm">
            {t('jump.go')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
};
