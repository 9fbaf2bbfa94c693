import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy, IconInfoCircle, IconPencil, IconQuote, IconRefresh } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useThreadActions } from './thread-actions.ts';

export interface ActionsProps {
  /** What copy and quote take. */
  readonly text: string;
  readonly onRetry?: (() => void) | undefined;
  readonly onEdit?: (() => void) | undefined;
  readonly onDetails: () => void;
}

interface Action {
  readonly label: string;
  readonly icon: ReactNode;
  readonly run: () => void;
}

/** The arrow keys lead through the buttons, Escape back to the message. */
const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
  const bar = event.currentTarget;
  const buttons = [...bar.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const to =
    event.key === 'ArrowRight' ? at + 1 : event.key === 'ArrowLeft' ? at - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? -1 : null;
  if (event.key === 'Escape') {
    event.preventDefault();
    event.stopPropagation();
    bar.closest<HTMLElement>('article')?.focus({ preventScroll: true });
  } else if (to !== null) {
    event.preventDefault();
    event.stopPropagation();
    buttons.at(to % buttons.length)?.focus();
  }
};

/** What can be done with a message. */
export const ActionsBar = ({ text, onRetry, onEdit, onDetails }: ActionsProps) => {
  const clipboard = useClipboard({ timeout: 1_500 });
  const { quote } = useThreadActions();
  const actions: Action[] = [
    {
      label: clipboard.copied ? t('copy.done') : t('act.copy'),
      icon: clipboard.copied ? <IconCheck size={15} /> : <IconCopy size={15} />,
      run: () => clipboard.copy(text),
    },
    { label: t('act.quote'), icon: <IconQuote size={15} />, run: () => quote(text) },
    ...(onRetry ? [{ label: t('act.retry'), icon: <IconRefresh size={15} />, run: onRetry }] : []),
    ...(onEdit ? [{ label: t('act.edit'), icon: <IconPencil size={15} />, run: onEdit }] : []),
    { label: t('act.details'), icon: <IconInfoCircle size={15} />, run: onDetails },
  ];
  return (
    <div className="py-acts" role="toolbar" aria-label={t('act.label')} tabIndex={-1} onKeyDown={onKeyDown}>
      {actions.map(({ label, icon, run }) => (
        <ActionIcon key={label} variant="subtle" color="gray" size="sm" aria-label={label} title={label} onClick={run}>
          {icon}
        </ActionIcon>
      ))}
    </div>
  );
};

export interface ActionsState {
  readonly isNear: boolean;
  readonly isDetailed: boolean;
  readonly setDetailed: (isDetailed: boolean) => void;
  /** For the article that the actions belong to. */
  readonly handlers: {
    readonly tabIndex: -1;
    onPointerEnter(): void;
    onPointerLeave(): void;
    onFocus(): void;
    onBlur(event: { currentTarget: HTMLElement; relatedTarget: EventTarget | null }): void;
    onKeyDown(event: KeyboardEvent<HTMLElement>): void;
  };
}

/** The actions are there while the pointer or the focus is on their message; Enter on it leads into them. */
export const useActions = (): ActionsState => {
  const [isOver, setOver] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const [isDetailed, setDetailed] = useState(false);
  return {
    isNear: isOver || hasFocus,
    isDetailed,
    setDetailed,
    handlers: {
      tabIndex: -1,
      onPointerEnter: () => setOver(true),
      onPointerLeave: () => setOver(false),
      onFocus: () => setFocus(true),
      onBlur: (event) => setFocus(event.currentTarget.contains(event.relatedTarget as Node | null)),
      onKeyDown(event) {
        if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
        event.preventDefault();
        event.currentTarget.querySelector<HTMLElement>('.py-acts button')?.focus();
      },
    },
  };
};
