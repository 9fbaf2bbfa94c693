import { plugin as anthropic } from '../../plugins/anthropic/index.ts';
import { plugin as openai } from '../../plugins/openai-compatible/index.ts';
import { describeProviderAccounts } from './provider-account-conformance.ts';
import { describeProviderConformance } from './provider-conformance.ts';
import { describeProviderFaults } from './provider-fault-conformance.ts';
import type { ProviderUnderTest } from './provider-under-test.ts';

const providers: Readonly<Record<string, ProviderUnderTest>> = {
  anthropic: { plugin: anthropic, baseUrl: (url) => url },
  openai: { plugin: openai, baseUrl: (url) => `${url}/v1` },
};

for (const [name, made] of Object.entries(providers)) {
  describeProviderConformance(name, made);
  describeProviderFaults(name, made);
  describeProviderAccounts(name, made);
}
