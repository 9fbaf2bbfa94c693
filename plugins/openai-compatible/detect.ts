import { fetchModel } from '#plugin-api';
import { modelsOf } from './models.ts';

export interface LocalServer {
  readonly name: string;
  readonly baseUrl: string;
  readonly models: readonly string[];
}

const knownServers = [
  { name: 'Ollama', port: 11434 },
  { name: 'LM Studio', port: 1234 },
  { name: 'llama.cpp', port: 8080 },
] as const;
const budgetMs = 300;

/**
 * The model servers that run on this computer now, within 300 ms. Something else on one of the ports is not listed: a server
 * counts only when it answers with a list of models. No key is sent.
 */
export const detectLocalServers = async (
  signal: AbortSignal,
  candidates: readonly { readonly name: string; readonly port: number }[] = knownServers,
): Promise<LocalServer[]> => {
  const until = AbortSignal.any([signal, AbortSignal.timeout(budgetMs)]);
  const found = await Promise.all(candidates.map((candidate) => probe(candidate, until)));
  return found.filter((server) => server !== null);
};

const probe = async ({ name, port }: { name: string; port: number }, signal: AbortSignal): Promise<LocalServer | null> => {
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  try {
    const response = await fetchModel(`${baseUrl}/models`, {}, { expects: 'json', firstByteMs: budgetMs, idleMs: budgetMs }, signal);
    return { name, baseUrl, models: modelsOf(await response.json()).map(({ id }) => id) };
  } catch {
    // Nothing there, or something else: both mean "no model server".
    return null;
  }
};
