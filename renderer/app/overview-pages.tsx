import type { HealthAction } from '#contract/model/health.ts';
import type { TurnView } from '#contract/ui/views.ts';
import { ActivityPage } from '../features/activity/activity-page.tsx';
import { AuditPage } from '../features/activity/audit-page.tsx';
import { TasksPage } from '../features/activity/tasks-page.tsx';
import { ApprovalsPage } from '../features/asks/approvals-page.tsx';
import { HealthPage } from '../features/health/health-page.tsx';
import { SpacePage } from '../features/health/space-page.tsx';
import { LogsPage } from '../features/logs/logs-page.tsx';
import { t } from '../locales/translate.ts';
import { SectionTabs } from '../ui/section-tabs.tsx';
import { go, hashOf } from './route.ts';
import { TurnSteps } from './turn-steps.tsx';

const openPlace = ({ kind, target }: HealthAction): void => {
  switch (kind) {
    case 'unlock-vault':
      // Its field stands at the top of every screen while the vault is locked.
      return document.querySelector<HTMLInputElement>('.py-unlock input')?.focus();
    case 'open-account':
      return go({ page: 'accounts', part: target });
    case 'add-account':
      return go({ page: 'accounts' });
    case 'open-plugin':
      return go({ page: 'plugins', part: target });
    case 'open-link':
      return go({ page: 'links' });
    case 'open-deputy':
      return go({ page: 'settings', part: 'deputy' });
    case 'open-permissions':
      return go({ page: 'workspaces', part: `${target}:permissions` });
    case 'open-workspace':
      return go({ page: 'workspaces', part: target });
    default:
      return;
  }
};

/** #/health, #/health/space, #/health/logs and #/health/logs of one turn. */
export const HealthScreen = ({ part }: { part: string | null }) => {
  const turnId = part?.startsWith('logs:') ? part.slice('logs:'.length) : null;
  const isLogs = part === 'logs' || turnId !== null;
  const tabs = (
    <SectionTabs
      label={t('health.sections')}
      tabs={[
        { href: '#/health', text: t('health.tab.rows'), isHere: !isLogs && part !== 'space' },
        { href: '#/health/space', text: t('health.tab.space'), isHere: part === 'space' },
        { href: '#/health/logs', text: t('health.tab.logs'), isHere: isLogs },
      ]}
    />
  );
  if (part === 'space') return <SpacePage tabs={tabs} onWorkspace={(id, tab) => go({ page: 'workspaces', part: `${id}:${tab}` })} />;
  if (!isLogs) return <HealthPage tabs={tabs} onOpen={openPlace} />;
  return <LogsPage tabs={tabs} turnId={turnId} onTurn={(id) => go({ page: 'health', part: id === null ? 'logs' : `logs:${id}` })} />;
};

const renderSteps = (turn: TurnView) => <TurnSteps turn={turn} />;

/** #/activity, #/activity/tasks and #/activity/decisions. */
export const ActivityScreen = ({ part }: { part: string | null }) => {
  const place = part === 'tasks' || part === 'decisions' ? part : 'turns';
  const tabs = (
    <SectionTabs
      label={t('activity.sections')}
      tabs={[
        { href: '#/activity', text: t('activity.tab.turns'), isHere: place === 'turns' },
        { href: '#/activity/tasks', text: t('activity.tab.tasks'), isHere: place === 'tasks' },
        { href: '#/activity/decisions', text: t('activity.tab.audit'), isHere: place === 'decisions' },
      ]}
    />
  );
  switch (place) {
    case 'tasks':
      return <TasksPage tabs={tabs} onChat={(chatId) => go({ page: 'chat', chatId })} />;
    case 'decisions':
      return <AuditPage tabs={tabs} hrefOf={({ id, messageSeq }) => hashOf({ page: 'chat', chatId: id, at: messageSeq })} />;
    case 'turns':
      return (
        <ActivityPage
          tabs={tabs}
          renderSteps={renderSteps}
          onChat={(turn) => go({ page: 'chat', chatId: turn.chatId, at: turn.messageSeq })}
          onLog={(turnId) => go({ page: 'health', part: `logs:${turnId}` })}
        />
      );
  }
};

/** #/approvals */
export const ApprovalsScreen = () => <ApprovalsPage onChat={(ask) => go({ page: 'chat', chatId: ask.chatId, ask: ask.shortId })} />;
