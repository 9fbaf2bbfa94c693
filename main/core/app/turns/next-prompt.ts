import { costMicros, type ModelPrice } from '#contract/model/price.ts';
import type { PromptParts } from '#contract/model/prompt-parts.ts';
import { noUsage } from '#contract/model/transcript.ts';
import type { MeterView } from '#contract/ui/domains/chats.ts';
import { priceFor } from '../../accounts/price.ts';
import type { AgentDeps } from '../../agent/ports.ts';
import { promptParts } from '../../agent/prompt-parts.ts';
import type { Registry } from '../../plugins/registry.ts';
import type { Store } from '../../store/store.ts';

/** What the next request of a chat would be made of, and what reading it would cost with the account that is asked first. */
export const createNextPrompt = ({ store, agent, registry }: { store: Store; agent: AgentDeps; registry: Registry }) => {
  /** The account that is asked first, with its provider; null when there is none. */
  const firstOf = (chatId: string) => {
    const chat = store.chats.byId(chatId);
    const [first] = chat ? store.workspaces.routes(chat.workspaceId) : [];
    const provider = first && registry.find('provider', first.account.provider);
    return first && provider ? { ...first, provider } : null;
  };
  /** Null when the model or its price is not known. */
  const price = (chatId: string): ModelPrice | null => {
    const first = firstOf(chatId);
    const model = first?.model ?? first?.account.defaultModel;
    return first && model ? priceFor(first.provider, first.account, model) : null;
  };
  const measured = async (chatId: string) => {
    const chat = agent.chat(chatId);
    const workspace = agent.workspace(chat.workspaceId);
    const parts = await promptParts(agent, { session: agent.session(chat.sessionId), workspace });
    return { workspace, parts, sum: Object.values(parts).reduce((all, part) => all + part, 0) };
  };
  const readingCost = (by: ModelPrice | null | undefined, tokens: number): number | null =>
    by ? costMicros(by, { ...noUsage, in: tokens }) : null;
  return {
    price,
    /** `used`, with an estimate of what goes along where no answer of a model has told it. Asks nobody outside. */
    async withEstimate(chatId: string, used: MeterView): Promise<MeterView> {
      const first = firstOf(chatId);
      if (used.contextTokens !== null || !first || first.provider.noAi) return used;
      const { sum } = await measured(chatId);
      return { ...used, contextTokens: sum, isEstimate: true, nextCostMicros: readingCost(price(chatId), sum) };
    },
    async parts(chatId: string): Promise<{ parts: PromptParts; limit: number | null; costMicros: number | null }> {
      const { workspace, parts, sum } = await measured(chatId);
      const [first] = (await agent.candidates(workspace)).usable;
      return { parts, limit: first?.contextTokens ?? null, costMicros: readingCost(first?.price, sum) };
    },
  };
};
export type NextPrompt = ReturnType<typeof createNextPrompt>;
