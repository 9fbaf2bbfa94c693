import type { ModelRequest } from '#plugin-api';
import { failureOf, missingTool } from './answer/failure.ts';
import { type Conversation, readConversation } from './conversation.ts';
import { capabilities, suggestions } from './examples.ts';
import { type Intent, type Move, type NextMove, say, type ToolReply } from './intent.ts';
import { rules } from './rules.ts';
import { readSentence, type Sentence } from './sentence.ts';
import { asksForSummary, summaryOf } from './summary.ts';
import { repairTypos } from './typos.ts';

/** No rule needs more; a rule that does not end would otherwise run for ever. */
const mostCalls = 50;

/** The answer to a sentence that no rule knows. */
export const unknownSentence = `Practice follows fixed rules and has none for this. It can: ${suggestions.join(' · ')} · all ${capabilities.length} with “help”. To get a real answer, connect a model. I keep your question.`;

export interface Matched {
  readonly intent: Intent;
  readonly next: NextMove;
}

const firstMatch = (sentence: Sentence): Matched | null => {
  for (const intent of rules) {
    const next = intent.begin(sentence);
    if (next) return { intent, next };
  }
  return null;
};

/** The rule for a sentence; slips of the pen are repaired only when nothing fits as written. */
export const matchSentence = (text: string, now: Date): Matched | null => {
  const sentence = readSentence(text, now);
  const asWritten = firstMatch(sentence);
  if (asWritten) return asWritten;
  for (const repaired of repairTypos(sentence)) {
    const matched = firstMatch(repaired);
    if (matched) return matched;
  }
  return null;
};

/** The next move for a transcript. Pure: the same request and time give the same move. */
export const decide = (request: ModelRequest, now: Date): Move => {
  const conversation = readConversation(request.transcript);
  if (asksForSummary(conversation.sentence)) return say(summaryOf(request.transcript));
  const matched = matchSentence(conversation.sentence, now);
  const move = matched ? checked(matched, request, conversation) : say(unknownSentence);
  const left = conversation.replies.length === 0 ? leftUndone(conversation, now) : [];
  if (left.length === 0) return withUnseen(move, conversation.unseen);
  const note = `I do one message at a time. Not finished before this one: ${left.map((s) => `“${s}”`).join(', ')}.`;
  return move.kind === 'say' ? say(`${note}\n\n${move.text}`) : { ...move, before: [note, move.before].filter(Boolean).join('\n\n') };
};

/** Nobody is left to believe that a picture was looked at. */
const withUnseen = (move: Move, unseen: readonly string[]): Move =>
  move.kind === 'call' || unseen.length === 0
    ? move
    : say(`${move.text}\n\nI did not look at ${unseen.join(', ')}: fixed rules cannot see pictures or listen. It is in the workspace.`);

const checked = ({ intent, next }: Matched, request: ModelRequest, { replies, earlier }: Conversation): Move => {
  const last = replies.at(-1);
  const failure = last && !intent.takesFailures ? failureOf(last) : null;
  if (failure !== null) return say(failure);
  if (replies.length >= mostCalls) return say(`I stopped after ${mostCalls} calls.`);
  const move = next(replies, earlier);
  if (move.kind === 'call' && !request.tools.some((tool) => tool.name === move.tool)) return say(missingTool(move.tool, replies.length));
  return move;
};

/** What was said before without getting its answer. */
const leftUndone = ({ passedOver, cutShort }: Conversation, now: Date): readonly string[] =>
  cutShort && !cutShort.replies.some(isRefused) && isUnanswered(cutShort.sentence, cutShort.replies, now)
    ? [cutShort.sentence, ...passedOver]
    : passedOver;

// Somebody decided that it is not done: nothing of it is open.
const isRefused = ({ isError, text }: ToolReply): boolean => isError && /^denied\b/i.test(text);

// The calls are replayed: when one of them is not this sentence's, its answer was given and the call was another's.
const isUnanswered = (sentence: string, replies: Conversation['replies'], now: Date): boolean => {
  const matched = matchSentence(sentence, now);
  return replies.every((reply, i) => {
    const move = matched?.next(replies.slice(0, i), []);
    return move?.kind === 'call' && move.tool === reply.tool;
  });
};
