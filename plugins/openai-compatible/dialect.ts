import type { ModelError } from '#plugin-api';

/** Where servers of this protocol differ in what they accept. */
export interface Dialect {
  readonly limit: 'max_tokens' | 'max_completion_tokens';
  readonly streamUsage: boolean;
}

/** OpenAI itself has renamed the limit; everybody else knows the old name. */
export const firstDialect = (baseUrl: string): Dialect => ({
  limit: /^https:\/\/api\.openai\.com\//.test(baseUrl) ? 'max_completion_tokens' : 'max_tokens',
  streamUsage: true,
});

/** The dialect to try after a refusal, or null when the refusal was about something else. Each change is proposed once. */
export const nextDialect = (dialect: Dialect, { code, text }: ModelError): Dialect | null => {
  if (code !== 'bad-request') return null;
  if (dialect.streamUsage && /stream_options|include_usage/.test(text)) return { ...dialect, streamUsage: false };
  if (dialect.limit === 'max_tokens' && text.includes('max_completion_tokens')) return { ...dialect, limit: 'max_completion_tokens' };
  if (dialect.limit === 'max_completion_tokens' && /max_completion_tokens/.test(text)) return { ...dialect, limit: 'max_tokens' };
  return null;
};
