import type { WorkspaceView } from '#contract/ui/views.ts';
import { SecretsCard } from '../secrets/secrets-card.tsx';
import { MountsCard } from './mounts-card.tsx';
import { NetworkCard } from './network-card.tsx';
import { ProcessesCard } from './processes-card.tsx';
import type { Remedy } from './remedies.ts';
import { StateCard } from './state-card.tsx';
import { useLive } from './use-live.ts';
import { usePanel } from './use-panel.ts';
import './sandbox.css';

/** Everything about the place where a workspace's commands run. */
export const SandboxTab = ({ workspace, onPlace }: { workspace: WorkspaceView; onPlace: (remedy: Remedy) => void }) => {
  const panel = usePanel(workspace.id);
  const live = useLive(workspace.id, panel.now?.state === 'ready');
  return (
    <>
      <StateCard workspace={workspace} panel={panel} live={live} onPlace={onPlace} />
      <ProcessesCard panel={panel} live={live} />
      <MountsCard workspace={workspace} panel={panel} live={live} />
      {(panel.now !== null || panel.error === null) && <NetworkCard panel={panel} />}
      <SecretsCard workspaceId={workspace.id} />
    </>
  );
};
