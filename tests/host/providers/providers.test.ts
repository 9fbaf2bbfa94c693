import { plugin as anthropic } from '../../../plugins/anthropic/index.ts';
import { plugin as openai } from '../../../plugins/openai-compatible/index.ts';
import { describeProviderAccounts } from './account-conformance.ts';
import { describeProviderConformance } from './conformance.ts';
import { describeProviderFaults } from './fault-conformance.ts';
import type { ProviderUnderTest } from './under-test.ts';

const providers: Readonly<Record<string, ProviderUnderTest>> = {
  anthropic: { plugin: anthropic, baseUrl: (url) => url },
  openai: { plugin: openai, baseUrl: (url) => `${url}/v1` },
};

for (const [name, made] of Object.entries(providers)) {
  describeProviderConformance(name, made);
  describeProviderFaults(name, made);
  describeProviderAccounts(name, made);
}
