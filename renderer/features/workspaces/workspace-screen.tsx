import { Button, Tabs } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { ColorDot } from '../../ui/color-dot.tsx';
import { Danger } from './danger.tsx';
import { Files } from './files/files.tsx';
import { Instructions } from './instructions.tsx';
import { Memories } from './memories/memories.tsx';
import { NameAndColor } from './name-and-color.tsx';
import type { Remedy } from './sandbox/remedies.ts';
import { SandboxTab } from './sandbox/sandbox-tab.tsx';
import { SecurityTab } from './security/security-tab.tsx';
import { TaintNotice } from './security/taint-notice.tsx';
import { WorkspaceModel } from './workspace-model.tsx';

const tabs = ['general', 'permissions', 'sandbox', 'instructions', 'memory', 'files'] as const;
type Tab = (typeof tabs)[number];
const isTab = (word: string | null): word is Tab => tabs.some((tab) => tab === word);

export interface WorkspaceScreenProps {
  readonly workspace: WorkspaceView;
  /** The part of the screen that the address names; null is the first. */
  readonly tab: string | null;
  readonly onTab: (tab: string) => void;
  readonly onOpenPlugin: (id: string) => void;
  readonly onOpenSpace: () => void;
  readonly onBack: () => void;
  readonly onOpenAccounts: () => void;
}

/** One workspace: what it is, what it is told, what it remembers and what lies in its folder. */
export const WorkspaceScreen = ({ workspace, tab, onTab, onOpenPlugin, onOpenSpace, onBack, onOpenAccounts }: WorkspaceScreenProps) => {
  const openPlace = (remedy: Remedy): void => {
    if (remedy.do === 'plugin') onOpenPlugin(remedy.plugin);
    else if (remedy.do === 'space') onOpenSpace();
    else if (remedy.do === 'files') onTab('files');
  };
  return (
    <>
      <header className="py-ws__screenhead">
        <Button
          className="py-ws__back"
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconArrowLeft size={15} />}
          onClick={onBack}
        >
          {t('workspaces.title')}
        </Button>
        <h1 className="py-break">
          <ColorDot color={workspace.color} />
          <span dir="auto" translate="no">
            {workspace.name}
          </span>
          <span className="py-chip" translate="no">
            {workspace.realm}
          </span>
          {workspace.isAdmin && <span className="py-chip">{t('workspaces.admin')}</span>}
        </h1>
      </header>
      {workspace.tainted && <TaintNotice workspace={workspace} />}
      <Tabs value={isTab(tab) ? tab : 'general'} onChange={(next) => next && onTab(next)} keepMounted={false} className="py-ws__tabs">
        <Tabs.List aria-label={workspace.name}>
          {tabs.map((id) => (
            <Tabs.Tab key={id} value={id}>
              {t(`workspaces.tab.${id}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="general">
          <NameAndColor workspace={workspace} />
          <WorkspaceModel workspace={workspace} onOpenAccounts={onOpenAccounts} />
          <Danger workspace={workspace} onGone={onBack} />
        </Tabs.Panel>
        <Tabs.Panel value="permissions">
          <SecurityTab workspace={workspace} />
        </Tabs.Panel>
        <Tabs.Panel value="sandbox">
          <SandboxTab workspace={workspace} onPlace={openPlace} />
        </Tabs.Panel>
        <Tabs.Panel value="instructions">
          <Instructions workspace={workspace} />
        </Tabs.Panel>
        <Tabs.Panel value="memory">
          <Memories workspace={workspace} />
        </Tabs.Panel>
        <Tabs.Panel value="files">
          <Files workspace={workspace} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
};
