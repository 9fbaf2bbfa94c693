import type { AgentDeps } from '../agent/ports.ts';
import { createApi } from '../api/api.ts';
import type { ApiDeps } from '../api/ports.ts';
import { createFileUndo } from '../services/file-undo.ts';
import { createMemoriesService } from '../services/memories.ts';
import { sessionMeter } from '../store/views/meter.ts';
import { createThreadViews } from '../store/views/thread.ts';
import { createExporter } from './archives/exporting.ts';
import type { Replies } from './channels/replies.ts';
import type { Foundation } from './foundation.ts';
import { wireSpace } from './sandboxes/sandbox-wiring.ts';
import { isSecretAnswer } from './secrets/secret-answers.ts';
import { createNextPrompt } from './turns/next-prompt.ts';

/** Made here, from what stands on the foundation and from stages. */
type Made =
  | 'store'
  | 'reader'
  | 'clock'
  | 'zone'
  | 'audit'
  | 'vault'
  | 'settings'
  | 'blobs'
  | 'redactor'
  | 'notices'
  | 'logsDir'
  | 'onLogLine'
  | 'log'
  | 'isSecretAnswer'
  | 'views'
  | 'memories'
  | 'meter'
  | 'prompt'
  | 'undoChange'
  | 'space'
  | 'exporter';
interface ApiParts extends Omit<ApiDeps, Made> {
  readonly agent: AgentDeps;
  /** Whether a provider is rules instead of a model. */
  readonly isNoAi: (provider: string) => boolean;
  readonly replies: Pick<Replies, 'isOnNetwork'>;
}

/** What window, browser and terminal can ask for. */
export const wireApi = (f: Foundation, { agent, isNoAi, replies, ...stages }: ApiParts) => {
  const { store, clock, blobs } = f;
  const { registry, workspaces, files, live } = stages;
  const accountName = (id: string): string => store.accounts.byId(id)?.name ?? '';
  const next = createNextPrompt({ store, agent, registry });
  return createApi({
    ...stages,
    store,
    reader: f.reader,
    isNoAi,
    clock,
    zone: f.zone,
    audit: f.audit,
    vault: f.vault,
    settings: f.settings,
    blobs,
    redactor: f.redactor,
    notices: f.notices,
    logsDir: f.paths.logs,
    onLogLine: f.logFile.onLine,
    log: f.logFile.scope('api'),
    isSecretAnswer: (text, chatId) =>
      isSecretAnswer(store, { text, chatId, person: store.people.owner(), isOnNetwork: replies.isOnNetwork(chatId) }),
    views: createThreadViews({ db: store.db, now: clock.now, liveOf: live.ofTurn, isNoAi, accountName }),
    memories: createMemoriesService({ store, clock }),
    meter: (chatId) => next.withEstimate(chatId, sessionMeter(store.db, chatId, { isNoAi, accountName, nextPrice: next.price })),
    prompt: next.parts,
    undoChange: createFileUndo({ store, clock, files, blobs }),
    space: wireSpace(f, workspaces, files),
    exporter: createExporter(f, workspaces),
  });
};
