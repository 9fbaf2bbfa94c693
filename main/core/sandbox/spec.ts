import { createHash, randomUUID } from 'node:crypto';
import { proxyVariable } from '#contract/toolbox/protocol.ts';
import type { SandboxSpec } from '#plugin-api';
import { defaultLimits, type SandboxDeps, type SandboxTiming } from './ports.ts';

interface SpecParts {
  readonly deps: SandboxDeps;
  readonly timing: SandboxTiming;
}

/** What a sandbox of this workspace would be started with now. */
export const specOf = (
  { deps, timing }: SpecParts,
  of: { workspaceId: string; epoch: number },
  extraMounts: SandboxSpec['mounts'] = [],
): SandboxSpec => {
  const mounts = [{ host: deps.workspaceDir(of.workspaceId), inside: '/workspace', write: true }, ...extraMounts];
  const set = {
    mounts,
    limits: deps.limits ?? defaultLimits,
    env: deps.connect === undefined ? {} : proxyEnvironment,
    toolboxDir: deps.toolboxDir,
  };
  return {
    ...set,
    launchId: randomUUID(),
    installId: deps.installId,
    workspaceId: of.workspaceId,
    epoch: of.epoch,
    image: '',
    fingerprint: createHash('sha256').update(JSON.stringify(set)).digest('hex').slice(0, 32),
    outliveMs: timing.outliveMs,
  };
};

/** The fingerprint that a sandbox would have if it were started now. */
export const fingerprintNow = async (parts: SpecParts, workspaceId: string): Promise<string> => {
  const extra = await parts.deps.extraMounts?.(workspaceId);
  await extra?.release();
  return specOf(parts, { workspaceId, epoch: 0 }, extra?.mounts).fingerprint;
};

const proxyPort = '3128';
const proxyUrl = `http://127.0.0.1:${proxyPort}`;
/** Programs find the way out; what it lets through is decided by the host, for each connection. */
const proxyEnvironment: Readonly<Record<string, string>> = {
  [proxyVariable]: proxyPort,
  ...Object.fromEntries(['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].map((name) => [name, proxyUrl])),
  no_proxy: 'localhost,127.0.0.1',
  NO_PROXY: 'localhost,127.0.0.1',
  NODE_USE_ENV_PROXY: '1',
};
