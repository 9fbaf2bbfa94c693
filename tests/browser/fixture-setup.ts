import { implement } from '@orpc/server';
import { contract } from '#contract/ui/contract.ts';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { failure, found } from './fixture-faults.ts';
import type { FixtureHost } from './fixture-host.ts';

/** The routes of what a person sets up: accounts, workspaces, plugins, settings. */
export const setupRoutes = (host: FixtureHost) => {
  const os = implement(contract);
  const { state } = host;
  const workspaceOf = (name: string): WorkspaceView => found(state.workspaces.find((workspace) => workspace.name === name));
  return {
    accounts: {
      list: os.accounts.list.handler(() => state.accounts),
      providers: os.accounts.providers.handler(() => [
        { id: 'anthropic', title: 'Anthropic', needsKey: 'yes' as const, defaultBaseUrl: 'https://api.anthropic.com' },
        { id: 'openai', title: 'OpenAI-compatible', needsKey: 'optional' as const, defaultBaseUrl: 'https://api.openai.com/v1' },
        { id: 'practice', title: 'Practice', needsKey: 'no' as const, defaultBaseUrl: '' },
      ]),
      add: os.accounts.add.handler(({ input }) => {
        if (state.accounts.some(({ name }) => name === input.name))
          throw failure('name-taken', `There is already an account named "${input.name}".`);
        const account = {
          id: `acc-${input.name}`,
          name: input.name,
          provider: input.provider,
          baseUrl: input.baseUrl ?? '',
          realm: input.realm,
          hasKey: input.key !== null,
          noAi: input.provider === 'practice',
          budgetTokens: input.budgetTokens,
          usedTokensThisMonth: 0,
          costMicrosThisMonth: null,
          unpricedCallsThisMonth: 0,
          color: 'green' as const,
          usedBy: [],
        };
        state.accounts = [...state.accounts, account];
        host.emit('account', account.id, { chatId: null });
        return account;
      }),
      remove: os.accounts.remove.handler(({ input }) => {
        state.accounts = state.accounts.filter(({ name }) => name !== input.name);
        host.emit('account', input.name, { chatId: null });
        return { removed: true as const };
      }),
      setKey: os.accounts.setKey.handler(({ input }) => found(state.accounts.find(({ name }) => name === input.name))),
      setBaseUrl: os.accounts.setBaseUrl.handler(({ input }) => {
        state.accounts = state.accounts.map((account) => (account.name === input.name ? { ...account, baseUrl: input.baseUrl } : account));
        return found(state.accounts.find(({ name }) => name === input.name));
      }),
      test: os.accounts.test.handler(({ input }) =>
        input.name.startsWith('bad')
          ? { ok: false, text: 'The key was refused (401). Check that it was copied whole.', code: 'bad-key', ms: 210, costMicros: null }
          : { ok: true, text: `${input.name} answered in 0.9 s.`, code: null, ms: 900, costMicros: 210 },
      ),
      tryOut: os.accounts.tryOut.handler(({ input }) =>
        input.key?.includes('bad')
          ? {
              ok: false,
              text: 'The key was refused (401). Check that it was copied whole.',
              code: 'key-rejected',
              ms: 210,
              costMicros: null,
              models: [],
            }
          : {
              ok: true,
              text: 'claude-sonnet-5-5 answered in 0.9 s.',
              costMicros: 210,
              code: null,
              ms: 900,
              models: ['claude-sonnet-5-5', 'claude-haiku-5-5'],
            },
      ),
      models: os.accounts.models.handler(() => ({
        ok: true,
        text: '2 models',
        models: [
          { id: 'claude-sonnet-5-5', name: 'Sonnet 5.5', contextTokens: 200_000 },
          { id: 'claude-haiku-5-5', name: 'Haiku 5.5', contextTokens: 200_000 },
        ],
      })),
      detect: os.accounts.detect.handler(() => [{ name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', models: ['qwen3:8b'] }]),
    },
    workspaces: {
      list: os.workspaces.list.handler(() => state.workspaces),
      resting: os.workspaces.resting.handler(() => ({ archived: [], trash: [] })),
      sandbox: os.workspaces.sandbox.handler(({ input }) => ({
        workspaceId: input.id,
        workspace: 'home',
        provider: 'bubblewrap',
        isolation: 'process' as const,
        version: 'bubblewrap 0.8.0',
        state: 'ready' as const,
        reason: null,
        sentence: 'own processes, no network, sees only its workspace folder',
      })),
      set: os.workspaces.set.handler(({ input }) => {
        const workspace = workspaceOf(input.name);
        const accounts =
          input.accounts?.map((name) => found(state.accounts.find((account) => account.name === name))) ?? workspace.accounts;
        const next = {
          ...workspace,
          accounts: accounts.map(({ id, name, provider }) => ({ id, name, provider })),
          model: input.model === undefined ? workspace.model : input.model,
        };
        state.workspaces = state.workspaces.map((other) => (other.id === next.id ? next : other));
        host.emit('workspace', next.id, { chatId: null });
        return next;
      }),
    },
    settings: {
      ui: os.settings.ui.handler(() => state.ui),
      setUi: os.settings.setUi.handler(({ input }) => {
        state.ui = { ...state.ui, ...input };
        host.emit('settings', 'window', { chatId: null });
        return state.ui;
      }),
      exportAll: os.settings.exportAll.handler(() => ({
        file: '/data/exports/pynchy-2026-01-02T03-04-05.zip',
        bytes: 1_234_567,
        chats: 3,
        messages: 42,
        files: 7,
        skipped: 1,
      })),
      ownFolderSizes: os.settings.ownFolderSizes.handler(() => []),
      importState: os.settings.importState.handler(() => ({
        state: 'idle' as const,
        doneBytes: 0,
        totalBytes: 0,
        result: null,
        reason: null,
      })),
    },
    plugins: {
      list: os.plugins.list.handler(() => state.plugins),
      test: os.plugins.test.handler(({ input }) =>
        input.settings.address === 'http://wrong.example'
          ? { ok: false, text: 'wrong.example did not answer.' }
          : { ok: true, text: 'It answered with 6 results.' },
      ),
      saveSettings: os.plugins.saveSettings.handler(({ input }) => {
        const plugin = found(state.plugins.find(({ id }) => id === input.id));
        const next = { ...plugin, settings: input.settings };
        state.plugins = state.plugins.map((other) => (other.id === next.id ? next : other));
        return next;
      }),
      setEnabled: os.plugins.setEnabled.handler(({ input }) => {
        const plugin = found(state.plugins.find(({ id }) => id === input.id));
        const next = { ...plugin, enabled: input.enabled, state: input.enabled ? ('active' as const) : ('disabled' as const) };
        state.plugins = state.plugins.map((other) => (other.id === next.id ? next : other));
        return next;
      }),
    },
  };
};
