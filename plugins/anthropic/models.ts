import type Anthropic from '@anthropic-ai/sdk';
import { type JsonObject, type ModelInfo, modelFault } from '#plugin-api';

const maxPages = 20;

/**
 * Every model that the server offers and still runs. Rejects when an answer is not a list; the SDK's own pager would take
 * it for an empty one.
 */
export const listModels = async (client: Anthropic, signal: AbortSignal): Promise<ModelInfo[]> => {
  const models: ModelInfo[] = [];
  let after: string | null = null;
  // A server that never says `has_more: false` must not keep us here.
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page: unknown = await client.get('/v1/models', { query: { limit: 100, ...(after === null ? {} : { after_id: after }) }, signal });
    if (!isObject(page) || !Array.isArray(page.data)) throw modelFault('not-an-api', 'the list of models is not a list');
    models.push(...page.data.filter(isObject).flatMap(modelOf));
    if (page.has_more !== true || typeof page.last_id !== 'string') break;
    after = page.last_id;
  }
  return models;
};

const modelOf = (entry: JsonObject): ModelInfo[] => {
  const { id, display_name: name, max_input_tokens: tokens, lifecycle, capabilities } = entry;
  if (typeof id !== 'string' || lifecycle === 'retired') return [];
  const images = isObject(capabilities) && isObject(capabilities.image_input) && capabilities.image_input.supported === true;
  return [
    { id, name: typeof name === 'string' && name !== '' ? name : id, contextTokens: typeof tokens === 'number' ? tokens : 0, images },
  ];
};

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
