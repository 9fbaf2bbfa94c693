import { Button, Loader } from '@mantine/core';
import { IconCalendarClock } from '@tabler/icons-react';
import { type ReactNode, useCallback, useState } from 'react';
import type { TaskView } from '#contract/ui/host-views.ts';
import { hasText, t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { NotLoaded } from '../../ui/not-loaded.tsx';
import { Problem } from '../../ui/problem.tsx';
import { dayName, timeOfDay } from '../../ui/time.ts';
import './activity.css';

const topics = ['task', 'turn', 'message'] as const;

const nextText = (task: TaskView): string => {
  if (!task.enabled) return task.nextAt === null ? t('tasks.off') : t('tasks.paused');
  if (task.nextAt === null) return t('tasks.off');
  return t('tasks.next', { time: `${dayName(task.nextAt, Date.now())} ${timeOfDay(task.nextAt)}` });
};
const lastText = (task: TaskView): string | null => {
  const key = `tasks.last.${task.last?.state ?? ''}`;
  return hasText(key) ? t(key) : null;
};

const Task = ({ task, onChat }: { task: TaskView; onChat: (chatId: string) => void }) => {
  const { client } = useHost();
  const [isSure, setSure] = useState(false);
  const pause = useAction(useCallback((paused: boolean) => client.tasks.pause({ id: task.id, paused }), [client, task.id]));
  const cancel = useAction(useCallback(() => client.tasks.cancel({ id: task.id }), [client, task.id]));
  const failed = pause.error ?? cancel.error;
  const isPaused = !task.enabled && task.nextAt !== null;
  return (
    <li className="py-task" aria-label={t('tasks.label', { what: task.prompt.slice(0, 60) })}>
      <IconCalendarClock size={18} className="py-task__icon" aria-hidden />
      <div className="py-task__text">
        <p dir="auto" translate="no">
          {task.prompt}
        </p>
        <p className="py-dim">
          <span translate="no">
            {task.rule} · {task.zone} · {task.workspace}
          </span>
          {' · '}
          {[nextText(task), lastText(task)].filter(Boolean).join(' · ')}
        </p>
        {failed && <Problem what={t('tasks.failed')} why={failed} />}
      </div>
      <div className="py-task__actions">
        {isSure ? (
          <>
            <span>{t('tasks.cancelSure')}</span>
            <Button size="compact-sm" color="red" loading={cancel.busy} onClick={() => void cancel.run()}>
              {t('tasks.cancelYes')}
            </Button>
            <Button size="compact-sm" variant="default" autoFocus onClick={() => setSure(false)}>
              {t('action.cancel')}
            </Button>
          </>
        ) : (
          <>
            <Button size="compact-sm" variant="default" loading={pause.busy} onClick={() => void pause.run(!isPaused)}>
              {isPaused ? t('tasks.resume') : t('tasks.pause')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setSure(true)}>
              {t('tasks.cancel')}
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onChat(task.chatId)}>
              {t('tasks.openChat')}
            </Button>
          </>
        )}
      </div>
    </li>
  );
};

/** What is done by itself at a time: when next, how it went last, pause and end. */
export const TasksPage = ({ tabs, onChat }: { tabs: ReactNode; onChat: (chatId: string) => void }) => {
  const { client } = useHost();
  const tasks = useFresh(
    useCallback(() => client.tasks.list(), [client]),
    topics,
  );
  return (
    <div className="py-scroll">
      <div className="py-page py-activity">
        <header className="py-activity__head">
          <div>
            <h1>{t('activity.title')}</h1>
            <p className="py-dim">{t('tasks.intro')}</p>
          </div>
        </header>
        {tabs}
        {tasks.error && <NotLoaded what={t('tasks.loadFailed')} why={tasks.error} onAgain={tasks.refresh} />}
        {tasks.value === null && !tasks.error && <Loader size="xs" color="gray" aria-label={t('activity.loading')} />}
        {tasks.value?.length === 0 && (
          <div className="py-activity__empty">
            <strong>{t('tasks.empty')}</strong>
            <p className="py-dim">{t('tasks.emptyNext')}</p>
          </div>
        )}
        {tasks.value !== null && tasks.value.length > 0 && (
          <ul className="py-card py-activity__list">
            {tasks.value.map((task) => (
              <Task key={task.id} task={task} onChat={onChat} />
            ))}
          </ul>
        )}
      </div>
    </div>
  );
};
