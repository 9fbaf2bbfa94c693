import type { Reporter, TestCase } from 'vitest/node';

/** Names every test that passed only on a later try: such a test is a bug of its own. */
export class FlakyReporter implements Reporter {
  readonly #flaky: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#flaky.push(`${test.module.relativeModuleId} > ${test.fullName}`);
  }

  onTestRunEnd(): void {
    for (const name of this.#flaky) console.log(`flaky, passed on the second try: ${name}`);
  }
}

// biome-ignore lint/style/noDefaultExport: the runner loads reporters by their default export.
export default FlakyReporter;
