import { z } from 'zod';
import type { Effect, Tier } from '#contract/model/states.ts';
import type { JsonObject } from '#contract/model/transcript.ts';
import type { AgentTool, ToolContext, ToolOutcome } from './tool.ts';

interface Definition<S extends z.ZodObject> extends Omit<AgentTool, 'input' | 'parse' | 'run' | 'tier' | 'effect' | 'questions'> {
  readonly schema: S;
  readonly tier: Tier | ((input: z.infer<S>, context: Pick<ToolContext, 'chat' | 'workspace'>) => Tier);
  readonly effect: Effect;
  readonly questions?: (input: z.infer<S>) => ReturnType<NonNullable<AgentTool['questions']>>;
  run(input: z.infer<S>, context: ToolContext, signal: AbortSignal): Promise<ToolOutcome>;
}

/** One schema serves the model (as JSON Schema), the parser and the type of `run`. */
export const defineTool = <S extends z.ZodObject>({ schema, ...rest }: Definition<S>): AgentTool => {
  const { $schema: _, ...input } = z.toJSONSchema(schema, { io: 'input' });
  return { ...rest, input: input as JsonObject, parse: schema as unknown as z.ZodType<JsonObject> } as unknown as AgentTool;
};
