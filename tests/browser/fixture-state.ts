import { defaultUiSettings, type UiSettings } from '#contract/model/ui-settings.ts';
import type { MeterView } from '#contract/ui/domains/chats.ts';
import type { EmergencyView } from '#contract/ui/domains/emergency.ts';
import type { LinkChatView, LinkView } from '#contract/ui/domains/links.ts';
import type { PluginView, StatusView } from '#contract/ui/host-views.ts';
import type { AccountView, AskView, ChatView, FoldView, MessageView, StepView, TurnView, WorkspaceView } from '#contract/ui/views.ts';
import { emptyOverview, type OverviewState } from './fixture-overview.ts';

/** Everything the fixture host knows; tests change it directly and then tell the page with an event. */
export interface FixtureState extends OverviewState {
  chats: ChatView[];
  links: LinkView[];
  linkChats: LinkChatView[];
  messages: MessageView[];
  turns: TurnView[];
  /** Their end is to be told. */
  awaited: Set<string>;
  folds: FoldView[];
  asks: AskView[];
  accounts: AccountView[];
  workspaces: WorkspaceView[];
  plugins: PluginView[];
  vault: StatusView['host']['vault'];
  paused: boolean;
  emergency: EmergencyView;
  /** What the page released last. */
  released: { readonly seen: readonly string[]; readonly drop: readonly string[] } | null;
  ui: UiSettings;
  meter: MeterView;
}

export const at = (minutesAgo: number): number => Date.now() - minutesAgo * 60_000;

export const makeChat = (change: Partial<ChatView> = {}): ChatView => ({
  id: 'chat-1',
  name: 'March receipts',
  channel: 'desktop',
  workspaceId: 'ws-1',
  workspace: 'home',
  lastAt: at(1),
  lastText: '',
  state: 'idle',
  unread: 0,
  readSeq: 0,
  archived: false,
  draft: '',
  draftFiles: [],
  sessionId: 'session-1',
  undoResetUntil: null,
  ...change,
});

export const makeMessage = (seq: number, change: Partial<MessageView> = {}): MessageView => ({
  seq,
  id: `message-${seq}`,
  chatId: 'chat-1',
  origin: 'human',
  audience: 'both',
  state: 'answered',
  reason: null,
  author: null,
  text: `Message ${seq}`,
  sentAt: at(1),
  turnId: null,
  delivery: null,
  command: null,
  attachments: [],
  missing: [],
  heardAt: null,
  ...change,
});

export const makeStep = (id: string, ord: number, change: Partial<StepView> = {}): StepView => ({
  id,
  turnId: 'turn-1',
  ord,
  kind: 'text',
  state: 'done',
  reason: null,
  text: '',
  tool: null,
  model: null,
  startedAt: at(1) + ord * 1_000,
  endedAt: at(1) + ord * 1_000 + 900,
  ...change,
});

export const makeTool = (id: string, ord: number, tool: Partial<NonNullable<StepView['tool']>>, change: Partial<StepView> = {}): StepView =>
  makeStep(id, ord, { kind: 'tool', tool: { name: 'run', input: {}, output: '', outputBlob: null, exitCode: 0, ...tool }, ...change });

export const makeModel = (id: string, ord: number, change: Partial<NonNullable<StepView['model']>> = {}): StepView =>
  makeStep(id, ord, {
    kind: 'model',
    model: {
      provider: 'anthropic',
      account: 'work',
      model: 'claude-sonnet-5-5',
      usage: { in: 1_200, out: 240, cacheRead: 9_000, cacheWrite: 0 },
      noAi: false,
      costMicros: null,
      isEstimated: false,
      isDeputy: false,
      ...change,
    },
  });

export const makeTurn = (change: Partial<TurnView> = {}): TurnView => ({
  id: 'turn-1',
  chatId: 'chat-1',
  afterSeq: 1,
  state: 'done',
  wait: null,
  reason: null,
  attempt: 1,
  nextAt: null,
  startedAt: at(1),
  endedAt: at(1) + 12_300,
  noAi: false,
  canRetry: change.state === 'failed' || change.state === 'cancelled',
  again: null,
  steps: [],
  ...change,
});

export const makeAsk = (change: Partial<AskView> = {}): AskView => ({
  id: 'ask-1',
  shortId: 'k7m2qx',
  answeredAt: null,
  kind: 'approval',
  state: 'pending',
  turnId: 'turn-1',
  chatId: 'chat-1',
  workspace: 'home',
  tool: 'send_message',
  input: { to: 'Bob', text: 'The total for March is 412.30.' },
  defaults: [],
  recipient: null,
  questions: [],
  reason: { code: 'ask-tier-external', params: { workspace: 'home' } },
  createdAt: Date.now(),
  expiresAt: Date.now() + 300_000,
  answeredBy: null,
  surface: null,
  outcome: null,
  canAskAgain: false,
  ...change,
});

export const makePlugin = (change: Partial<PluginView> = {}): PluginView => ({
  id: 'docker',
  title: 'Docker',
  description: 'Runs each workspace in a container of its own.',
  version: '1.0.0',
  enabled: true,
  state: 'active',
  reason: null,
  permissions: [
    { kind: 'engine', why: 'to start and stop the containers of your workspaces' },
    { kind: 'process', why: 'to ask Docker whether it runs' },
  ],
  contributes: [{ kind: 'sandbox', id: 'docker', title: 'Docker containers' }],
  settingsSchema: null,
  canTest: false,
  settings: {},
  ...change,
});

/** What the host says of itself; only vault and pause are of interest to the page. */
export const statusOf = ({ vault, paused, emergency }: FixtureState, bootId: string): StatusView => ({
  host: {
    version: '0.0.0',
    pid: 1,
    bootId,
    startedAt: 0,
    dataDir: '/data',
    url: null,
    vault,
    paused,
    stopped: emergency.on !== null,
    notices: [],
  },
  connections: [],
  sandboxes: [],
  turns: { running: [], queued: 0 },
  tasks: [],
});

/** One workspace with a model, one chat without messages. */
export const emptyState = (): FixtureState => ({
  ...emptyOverview(),
  vault: 'ready',
  paused: false,
  emergency: { on: null, held: [] },
  released: null,
  // Who looks at the other screens has been through the first steps.
  ui: { ...defaultUiSettings, welcome: 'done', seen: ['browser-strip'] },
  meter: {
    in: 0,
    out: 0,
    costMicros: null,
    contextTokens: null,
    isEstimate: false,
    account: null,
    model: null,
    noAi: false,
    nextCostMicros: null,
  },
  chats: [makeChat()],
  links: [],
  linkChats: [],
  messages: [],
  turns: [],
  awaited: new Set(),
  folds: [],
  asks: [],
  accounts: [
    {
      id: 'acc-1',
      name: 'work',
      provider: 'anthropic',
      baseUrl: 'https://api.anthropic.com',
      realm: 'personal',
      hasKey: true,
      noAi: false,
      budgetTokens: 2_000_000,
      usedTokensThisMonth: 412_000,
      costMicrosThisMonth: null,
      unpricedCallsThisMonth: 0,
      color: 'blue',
      usedBy: ['home'],
    },
    {
      id: 'acc-2',
      name: 'practice',
      provider: 'practice',
      baseUrl: '',
      realm: 'personal',
      hasKey: false,
      noAi: true,
      budgetTokens: null,
      usedTokensThisMonth: 0,
      costMicrosThisMonth: null,
      unpricedCallsThisMonth: 0,
      color: 'stone',
      usedBy: [],
    },
  ],
  workspaces: [
    {
      id: 'ws-1',
      name: 'home',
      realm: 'personal',
      isAdmin: true,
      sandbox: 'auto',
      profile: 'standard',
      accounts: [{ id: 'acc-1', name: 'work', provider: 'anthropic' }],
      model: 'claude-sonnet-5-5',
      folder: '/data/home',
      isOwnFolder: false,
      tainted: null,
      color: 'coral',
      instructions: '',
      chips: [],
      lastUsedAt: null,
      archivedAt: null,
    },
  ],
  plugins: [
    makePlugin(),
    makePlugin({ id: 'anthropic', title: 'Anthropic', contributes: [{ kind: 'provider', id: 'anthropic', title: 'Anthropic' }] }),
    makePlugin({ id: 'practice', title: 'Practice', contributes: [{ kind: 'provider', id: 'practice', title: 'Practice' }] }),
  ],
});
