import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const accountRoutes = (os: Base, { accounts, chats, vault, detect, health, store }: ApiDeps) => ({
  accounts: {
    list: os.accounts.list.handler(() => accounts.list()),
    providers: os.accounts.providers.handler(() => accounts.providers()),
    add: os.accounts.add.handler(({ input }) => accounts.add(input)),
    setBaseUrl: os.accounts.setBaseUrl.handler(({ input }) => accounts.setBaseUrl(input.name, input.baseUrl)),
    setKey: os.accounts.setKey.handler(({ input }) => accounts.setKey(input.name, input.key)),
    setLimit: os.accounts.setLimit.handler(({ input }) => {
      const account = accounts.setLimit(input.name, input.budgetTokens);
      chats.tryWaiting(account.id);
      return account;
    }),
    setColor: os.accounts.setColor.handler(({ input }) => accounts.setColor(input.name, input.color)),
    tryOut: os.accounts.tryOut.handler(({ input }) => accounts.tryOut(input)),
    remove: os.accounts.remove.handler(({ input }) => {
      accounts.remove(input.name);
      return { removed: true as const };
    }),
    test: os.accounts.test.handler(async ({ input }) => {
      const tested = await accounts.test(input.name, input.model);
      health.accountTested(accounts.must(input.name).id, tested.ok ? null : { code: tested.code ?? 'no-answer', params: {} });
      return tested;
    }),
    models: os.accounts.models.handler(({ input }) => accounts.models(input.name)),
    detect: os.accounts.detect.handler(async ({ signal }) =>
      (await detect(signal ?? AbortSignal.timeout(2_000))).map((s) => ({ ...s, models: [...s.models] })),
    ),
  },
  vault: {
    status: os.vault.status.handler(() => ({ state: vault.state(), slots: vault.slots(), entries: vault.entries() })),
    unlock: os.vault.unlock.handler(async ({ input }) => {
      await vault.unlock(input.passphrase);
      store.events.tell('host', 'vault');
      return { state: vault.state() };
    }),
    setPassphrase: os.vault.setPassphrase.handler(async ({ input }) => {
      await vault.setPassphrase(input.passphrase, input.keepKeyFile);
      return { slots: vault.slots() };
    }),
  },
});
