import { z } from 'zod';
import type { Effect, Tier } from '#contract/model/states.ts';
import type { JsonObject } from '#contract/model/transcript.ts';
import type { AgentTool, Resolved, SecretWish, ToolContext, ToolOutcome, ToolReach } from './tool.ts';

type Typed = 'input' | 'parse' | 'resolve' | 'addressed' | 'run' | 'tier' | 'reach' | 'effect' | 'questions' | 'secret' | 'secretsIn';

interface Definition<S extends z.ZodObject, R> extends Omit<AgentTool, Typed> {
  readonly schema: S;
  readonly resolve?: (
    input: z.infer<S>,
    context: Pick<ToolContext, 'chat' | 'workspace' | 'callId'>,
    signal: AbortSignal,
  ) => Resolved<R> | Promise<Resolved<R>>;
  readonly addressed?: (input: z.infer<S>, context: Pick<ToolContext, 'chat' | 'workspace'>) => Resolved<JsonObject>;
  readonly tier: Tier | ((input: R, context: Pick<ToolContext, 'chat' | 'workspace'>) => Tier);
  readonly reach?: (input: R, context: Pick<ToolContext, 'chat' | 'workspace' | 'turn'>) => ToolReach;
  readonly effect: Effect;
  readonly questions?: (input: R) => ReturnType<NonNullable<AgentTool['questions']>>;
  readonly secretsIn?: (input: R) => readonly string[];
  readonly secret?: (input: R, context: Pick<ToolContext, 'workspace'>) => SecretWish;
  run(input: R, context: ToolContext, signal: AbortSignal): Promise<ToolOutcome>;
}

/** One schema serves the model (as JSON Schema), the parser and the type of `run` (unless `resolve` makes another one of it). */
export const defineTool = <S extends z.ZodObject, R = z.infer<S>>({ schema, ...rest }: Definition<S, R>): AgentTool => {
  const { $schema: _, ...input } = z.toJSONSchema(schema, { io: 'input' });
  return { ...rest, input: input as JsonObject, parse: schema as unknown as z.ZodType<JsonObject> } as unknown as AgentTool;
};
