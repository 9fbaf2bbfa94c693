import { costMicros, type ModelPrice } from '#contract/model/price.ts';
import type { PromptParts } from '#contract/model/prompt-parts.ts';
import { noUsage } from '#contract/model/transcript.ts';
import { priceFor } from '../../accounts/price.ts';
import type { AgentDeps } from '../../agent/ports.ts';
import { promptParts } from '../../agent/prompt-parts.ts';
import type { Registry } from '../../plugins/registry.ts';
import type { Store } from '../../store/store.ts';

/** What the next request of a chat would be made of, and what reading it would cost with the account that is asked first. */
export const createNextPrompt = ({ store, agent, registry }: { store: Store; agent: AgentDeps; registry: Registry }) => ({
  /** Null when the model or its price is not known. */
  price(chatId: string): ModelPrice | null {
    const chat = store.chats.byId(chatId);
    const [first] = chat ? store.workspaces.routes(chat.workspaceId) : [];
    const provider = first && registry.find('provider', first.account.provider);
    const model = first?.model ?? first?.account.defaultModel;
    return first && provider && model ? priceFor(provider, first.account, model) : null;
  },
  async parts(chatId: string): Promise<{ parts: PromptParts; limit: number | null; costMicros: number | null }> {
    const chat = agent.chat(chatId);
    const workspace = agent.workspace(chat.workspaceId);
    const parts = await promptParts(agent, { session: agent.session(chat.sessionId), workspace });
    const [first] = (await agent.candidates(workspace)).usable;
    const sum = Object.values(parts).reduce((all, part) => all + part, 0);
    return {
      parts,
      limit: first?.contextTokens ?? null,
      costMicros: first?.price ? costMicros(first.price, { ...noUsage, in: sum }) : null,
    };
  },
});
export type NextPrompt = ReturnType<typeof createNextPrompt>;
