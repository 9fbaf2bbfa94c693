/** Whose key it seems to be, and how its service is reached. */
export interface KeyOwner {
  readonly name: string;
  /** The provider of the accounts that speaks to it. */
  readonly provider: string;
  /** Null: the provider's own address. */
  readonly baseUrl: string | null;
}

const owner = (name: string, provider: string, baseUrl: string | null = null): KeyOwner => ({ name, provider, baseUrl });

// The longer beginnings stand first: several services copied the shortest one.
const shapes: readonly (readonly [RegExp, KeyOwner])[] = [
  [/^sk-ant-/, owner('Claude', 'anthropic')],
  [/^sk-or-/, owner('OpenRouter', 'openai', 'https://openrouter.ai/api/v1')],
  [/^gsk_/, owner('Groq', 'openai', 'https://api.groq.com/openai/v1')],
  [/^xai-/, owner('xAI', 'openai', 'https://api.x.ai/v1')],
  [/^AIza/, owner('Gemini', 'openai', 'https://generativelanguage.googleapis.com/v1beta/openai')],
  [/^sk-/, owner('OpenAI', 'openai')],
];

/** Who can be chosen by hand when the shape says nothing. */
export const keyOwners: readonly KeyOwner[] = [...shapes.map(([, known]) => known), owner('', 'openai')];

/** Guessed from how the key begins; null when it begins like none that is known. */
export const keyOwnerOf = (key: string): KeyOwner | null => shapes.find(([shape]) => shape.test(key.trim()))?.[1] ?? null;

/** A name for the account that is not taken yet. */
export const freeName = (wanted: string, taken: readonly string[]): string => {
  const base =
    wanted
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'account';
  const isTaken = (name: string): boolean => taken.some((other) => other.toLowerCase() === name);
  if (!isTaken(base)) return base;
  let n = 2;
  while (isTaken(`${base}-${n}`)) n += 1;
  return `${base}-${n}`;
};
