import type { Reason } from '#contract/model/reason.ts';
import type { MeterView } from '#contract/ui/domains/chats.ts';
import type { LiveText } from '../agent/live-text.ts';
import type { Exporter } from '../app/archives/exporting.ts';
import type { Importer } from '../app/archives/importing.ts';
import type { PluginCtxs } from '../app/plugins/plugin-ctx.ts';
import type { RuleTrials } from '../app/security/rule-trials.ts';
import type { NextPrompt } from '../app/turns/next-prompt.ts';
import type { Watch } from '../app/watch.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Redactor } from '../base/redaction.ts';
import type { Blobs } from '../blobs/blobs.ts';
import type { Health } from '../health/health.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { Outbox } from '../outbox/ports.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { Registry } from '../plugins/registry.ts';
import type { Sandboxes } from '../sandbox/ports.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { AccountsService } from '../services/accounts.ts';
import type { AsksService } from '../services/asks.ts';
import type { ChatPeople } from '../services/chat-people.ts';
import type { ChatsService } from '../services/chats.ts';
import type { DeputyService } from '../services/deputy.ts';
import type { Emergency } from '../services/emergency.ts';
import type { IncomingFiles } from '../services/incoming-files.ts';
import type { Links } from '../services/links.ts';
import type { MemoriesService } from '../services/memories.ts';
import type { Mounts } from '../services/mounts.ts';
import type { Pause } from '../services/pause.ts';
import type { ProfilesService } from '../services/profiles.ts';
import type { RulesService } from '../services/rules.ts';
import type { SandboxPanel } from '../services/sandbox-panel.ts';
import type { SecretAsks } from '../services/secret-asks.ts';
import type { SecretsService } from '../services/secrets.ts';
import type { Space } from '../services/space.ts';
import type { Uploads } from '../services/uploads.ts';
import type { WorkspaceFiles } from '../services/workspace-files.ts';
import type { WorkspaceShelf } from '../services/workspace-shelf.ts';
import type { WorkspacesService } from '../services/workspaces.ts';
import type { SettingsFile } from '../settings/settings.ts';
import type { Audit } from '../store/audit.ts';
import type { Reader } from '../store/reader.ts';
import type { Store } from '../store/store.ts';
import type { ThreadViews } from '../store/views/thread.ts';
import type { Vault } from '../vault/vault.ts';

/** What the procedures call. */
export interface ApiDeps {
  readonly store: Store;
  readonly views: ThreadViews;
  /** Heavy queries, beside the main loop. */
  readonly reader: Reader;
  /** Rules, and no model. */
  readonly isNoAi: (provider: string) => boolean;
  readonly clock: Clock;
  readonly accounts: AccountsService;
  readonly workspaces: WorkspacesService;
  /** What they may do. */
  readonly profiles: ProfilesService;
  readonly rules: RulesService;
  readonly ruleTrials: RuleTrials;
  readonly deputy: DeputyService;
  /** Archived and deleted ones. */
  readonly shelf: WorkspaceShelf;
  readonly files: WorkspaceFiles;
  readonly memories: MemoriesService;
  readonly chats: ChatsService;
  /** What goes out to them. */
  readonly outbox: Pick<Outbox, 'wake' | 'resend' | 'confirm'>;
  readonly zone: () => string;
  /** Linked numbers. */
  readonly links: Links;
  readonly chatPeople: ChatPeople;
  /** Files that people send. */
  readonly uploads: Uploads;
  /** Files that come over messengers. */
  readonly incomingFiles: Pick<IncomingFiles, 'fetchAgain'>;
  /** What the open session of a chat has used. */
  readonly meter: (chatId: string) => Promise<MeterView>;
  /** Takes back what a tool did to a file. */
  readonly undoChange: (stepId: string) => Promise<void>;
  /** What would fill the next request. */
  readonly prompt: NextPrompt['parts'];
  readonly asks: AsksService;
  /** For commands of workspaces. */
  readonly secrets: SecretsService;
  readonly secretAsks: SecretAsks;
  /** Whether the owner's text in that chat may be a secret that is asked for. */
  readonly isSecretAnswer: (text: string, chatId: string) => boolean;
  readonly plugins: Plugins;
  readonly registry: Registry;
  readonly sandboxes: Sandboxes;
  readonly sandboxPanel: SandboxPanel;
  readonly space: Space;
  /** Folders beside those of the workspaces. */
  readonly mounts: Mounts;
  readonly scheduler: Scheduler;
  readonly pause: Pause;
  readonly emergency: Emergency;
  readonly audit: Audit;
  readonly vault: Vault;
  readonly settings: SettingsFile;
  readonly blobs: Blobs;
  readonly inbox: Inbox;
  /** A line of the harness in a chat, for the user only. */
  readonly tell: (chatId: string, why: Reason) => Promise<void>;
  /** Ends a shell command of a person; false when it does not run. */
  readonly stopCommand: (messageId: string) => boolean;
  readonly watch: Watch;
  readonly live: LiveText;
  readonly redactor: Redactor;
  readonly about: {
    readonly version: string;
    readonly pid: number;
    readonly bootId: string;
    readonly startedAt: number;
    readonly dataDir: string;
  };
  readonly notices: readonly Reason[];
  readonly logsDir: string;
  /** Each log line as it is written; returns how to stop. */
  readonly onLogLine: (listener: (line: string) => void) => () => void;
  readonly health: Health;
  readonly pluginSettingsChanged: (id: string) => void;
  /** The ctx of a running plugin with settings that are not saved. */
  readonly trialCtx: PluginCtxs['trial'];
  readonly exporter: Exporter;
  readonly importer: Importer;
  readonly detect: (signal: AbortSignal) => Promise<{ name: string; baseUrl: string; models: readonly string[] }[]>;
  readonly log: Log;
}
