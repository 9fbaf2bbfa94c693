import { type JsonObject, type ModelInfo, modelFault } from '#plugin-api';

/** The models of a `/models` answer. Throws a ModelFault when the answer is no list of models. */
export const modelsOf = (answer: unknown): ModelInfo[] => {
  if (!isObject(answer) || !('data' in answer)) throw modelFault('not-an-api', 'the list of models is not a list');
  // Ollama without a model says null.
  const entries = answer.data ?? [];
  if (!Array.isArray(entries) || !entries.every((entry) => isObject(entry) && typeof entry.id === 'string')) {
    throw modelFault('not-an-api', 'the list of models is not a list');
  }
  return entries.map((entry: JsonObject) => {
    const id = String(entry.id);
    return { id, name: typeof entry.name === 'string' ? entry.name : id, contextTokens: contextOf(entry), images: seesImages(entry) };
  });
};

/** Each server has its own name for it; the standard has none. */
const contextOf = (entry: JsonObject): number => {
  const meta = isObject(entry.meta) ? entry.meta : {};
  const found = [entry.context_length, entry.max_model_len, entry.max_context_length, meta.n_ctx, meta.n_ctx_train];
  const tokens = found.find((value) => typeof value === 'number' && value > 0);
  return typeof tokens === 'number' ? Math.round(tokens) : 0;
};

/** OpenAI, Ollama and vLLM do not say it: then the name decides, and only for families of which every such model sees. */
const seesImages = (entry: JsonObject): boolean => {
  const kinds = isObject(entry.architecture) ? entry.architecture.input_modalities : undefined;
  return Array.isArray(kinds) ? kinds.includes('image') : seeing.test(String(entry.id)) && !notWriting.test(String(entry.id));
};
const seeing =
  /(^|[/:])(gpt-4o|chatgpt-4o|gpt-4\.1|gpt-4-turbo|gpt-5|o1(?!-mini)|o3(?!-mini)|o4)|llava|moondream|minicpm-v|pixtral|vision|(^|[-_.\d])vl([-_:.]|$)|gemma-?3[-:](4|12|27)b|llama-?4[-:]/i;
const notWriting = /embed|tts|whisper|audio|image|realtime|transcribe|moderation|dall-e|rerank|sora/i;

/** The model for a cheap trial: a small one by its name, else the first that writes text. */
export const cheapestOf = (models: readonly ModelInfo[]): string | null => {
  const writing = models.filter(({ id }) => !notWriting.test(id));
  return (writing.find(({ id }) => /\b(nano|mini|flash|haiku|small)\b/i.test(id)) ?? writing[0] ?? models[0])?.id ?? null;
};

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
