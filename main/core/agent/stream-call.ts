import { messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Step } from '#contract/model/records.ts';
import { type Block, noUsage, type Usage } from '#contract/model/transcript.ts';
import type { ModelError, ModelStop } from '#plugin-api';
import { newId } from '../base/ids.ts';
import { type AgentDeps, type BuiltRequest, type Candidate, StopRun, type StreamedPart } from './ports.ts';

export interface StreamedCall {
  readonly stop: ModelStop;
  readonly error: ModelError | null;
  /** A person has seen text of this call. */
  readonly visible: boolean;
  readonly text: string;
}

// Text is safe on disk after this long, at the latest.
const flushMs = 500;

/** `summary` and `verdict`: nobody sees it being written, and it is no part of the conversation. */
export type CallPurpose = 'answer' | 'summary' | 'verdict';

const codes = { answer: null, summary: 'summary-call', verdict: 'deputy-call' } as const;
/** Whether a model step is no part of the conversation: a summary or a judgement of the Deputy. */
export const isAsideCall = (step: Pick<Step, 'tool' | 'reason'>): boolean => step.tool === 'deputy' || step.reason?.code === codes.summary;

/**
 * One model call, from the committed `running` row to its end. Rejects only with the signal's reason; the rows are then
 * closed, `failed` after a person's stop and `discarded` otherwise, with the text so far kept.
 */
export const streamCall = async (
  deps: AgentDeps,
  o: {
    turnId: string;
    chatId: string;
    workspaceId: string;
    stepId: string;
    candidate: Candidate;
    request: BuiltRequest;
    purpose: CallPurpose;
  },
  signal: AbortSignal,
): Promise<StreamedCall> => {
  const { candidate, turnId, chatId } = o;
  const blocks: Block[] = [];
  const parts: { -readonly [K in keyof StreamedPart]: StreamedPart[K] }[] = [];
  let quiet = '';
  let dirty = false;
  let usage: Usage = noUsage;
  let ended: { stop: ModelStop; error: ModelError | null } | null = null;
  const started = deps.mono();
  let firstAt: number | null = null;

  const write = (kind: 'text' | 'thinking', delta: string): void => {
    if (delta === '') return;
    firstAt ??= deps.mono();
    if (o.purpose !== 'answer') {
      if (kind === 'text') quiet += delta;
      return;
    }
    let part = parts.at(-1);
    const block = blocks.at(-1);
    if (!part || part.kind !== kind || block?.type !== kind) {
      if (part) deps.live.end(part.stepId);
      part = { stepId: newId('step'), ord: deps.nextOrd(turnId) + parts.filter((p) => !flushed.has(p.stepId)).length, kind, text: '' };
      parts.push(part);
      blocks.push({ type: kind, text: '' });
    }
    part.text += delta;
    const last = blocks.at(-1);
    if (last?.type === kind) blocks[blocks.length - 1] = { type: kind, text: last.text + delta };
    deps.live.append({ chatId, turnId, stepId: part.stepId, kind }, delta);
    dirty = true;
  };
  const flushed = new Set<string>();
  const flush = (): void => {
    if (!dirty) return;
    try {
      deps.flushParts(turnId, o.stepId, parts);
    } catch (error) {
      // A full disk: the text stays in memory and is written at the next tick or with the end of the call.
      deps.log('error', 'text could not be stored yet', { turnId, stepId: o.stepId, error: messageOf(error) });
      return;
    }
    dirty = false;
    for (const part of parts) flushed.add(part.stepId);
  };
  const timer = setInterval(flush, flushMs);
  const close = (state: 'done' | 'failed' | 'discarded', why: Reason | null): void => {
    deps.endCall({
      stepId: o.stepId,
      turnId,
      state,
      reason: why,
      usage,
      blocks: o.purpose === 'answer' ? blocks : [],
      parts,
      unseenChars: quiet.length,
    });
    for (const part of parts) deps.live.end(part.stepId);
    deps.log(state === 'done' ? 'info' : 'warn', `model call ${state}`, {
      turnId,
      stepId: o.stepId,
      account: candidate.account.name,
      model: candidate.model,
      ms: Math.round(deps.mono() - started),
      firstTextMs: firstAt === null ? null : Math.round(firstAt - started),
      ...usage,
      ...(why ? { reason: why.code } : {}),
    });
  };

  try {
    for await (const event of candidate.provider.stream(candidate.ref, { ...o.request, model: candidate.model }, signal)) {
      if (event.type === 'text' || event.type === 'thinking') write(event.type, event.delta);
      else if (event.type === 'tool-begin') deps.warmSandbox(o.workspaceId, o.turnId);
      else if (event.type === 'tool') blocks.push(toolCall(event.id, event.name, event.inputJson));
      else if (event.type === 'opaque') blocks.push({ type: 'opaque', provider: candidate.provider.id, block: { ...event.block } });
      else if (event.type === 'end') {
        ended = { stop: event.stop, error: event.error ?? null };
        usage = event.usage;
      }
    }
  } catch (error) {
    // The contract says it must not throw; what it threw is a fault of the provider.
    ended = { stop: 'error', error: { code: 'stream-cut', text: messageOf(error), retryable: true } };
  } finally {
    clearInterval(timer);
  }
  if (signal.aborted) {
    // A person who stops keeps what was written; a host that goes down writes it again.
    if (signal.reason instanceof StopRun && signal.reason.why === 'user') close('failed', reason('stopped-by-you'));
    else close('discarded', reason('stopped'));
    throw signal.reason;
  }
  const { stop, error } = ended ?? {
    stop: 'error' as const,
    error: { code: 'stream-cut' as const, text: 'the provider ended without an end', retryable: true },
  };
  const visible = parts.some((p) => p.kind === 'text');
  if (stop === 'error' || stop === 'aborted') {
    const why = reason(error?.code ?? 'stream-cut', {
      account: candidate.account.name,
      provider: candidate.provider.id,
      url: candidate.ref.baseUrl,
      model: candidate.model,
      ...(error?.status ? { status: error.status } : {}),
    });
    close('failed', why);
    return { stop: 'error', error: error ?? { code: 'stream-cut', text: 'aborted by the provider', retryable: true }, visible, text: '' };
  }
  const code = codes[o.purpose];
  close('done', code === null ? null : reason(code));
  return { stop, error: null, visible, text: quiet };
};

const toolCall = (id: string, name: string, inputJson: string): Block => {
  try {
    const input: unknown = inputJson.trim() === '' ? {} : JSON.parse(inputJson);
    if (input && typeof input === 'object' && !Array.isArray(input))
      return { type: 'tool-call', id, name, input: input as Record<string, unknown> };
  } catch {
    // Told to the model as the result of this call.
  }
  return { type: 'tool-call', id, name, input: {}, invalidJson: inputJson };
};
