export interface Delta {
  readonly chatId: string;
  readonly turnId: string;
  readonly stepId: string;
  readonly kind: 'text' | 'thinking' | 'tool';
  /** UTF-16 units of the step's text before this piece. */
  readonly offset: number;
  readonly text: string;
}
export interface LiveText {
  append(step: Pick<Delta, 'chatId' | 'turnId' | 'stepId' | 'kind'>, text: string): void;
  /** Sends what is held back; the step's text is then no longer kept here. */
  end(stepId: string): void;
  /** The whole text of a step that is being written. */
  textOf(stepId: string): string | null;
  /** Steps of a turn that are being written. */
  ofTurn(turnId: string): { stepId: string; kind: Delta['kind']; text: string }[];
}

const frameMs = 33;
// A tool's live output is a view; the whole is recorded by the tool.
const keptToolChars = 200_000;

/** Text on its way to the screens: the first piece at once, then at most one delta per step and frame. */
export const createLiveText = (send: (delta: Delta) => void): LiveText => {
  const steps = new Map<string, { at: Omit<Delta, 'offset' | 'text'>; text: string; sent: number; timer: NodeJS.Timeout | null }>();
  const flush = (stepId: string): void => {
    const step = steps.get(stepId);
    if (!step) return;
    step.timer = null;
    if (step.sent === step.text.length) return;
    send({ ...step.at, offset: step.sent, text: step.text.slice(step.sent) });
    step.sent = step.text.length;
  };
  return {
    append(at, text) {
      if (text === '') return;
      let step = steps.get(at.stepId);
      const first = !step;
      if (!step) {
        step = { at, text: '', sent: 0, timer: null };
        steps.set(at.stepId, step);
      }
      if (at.kind === 'tool' && step.text.length > keptToolChars) return;
      step.text += text;
      if (first) flush(at.stepId);
      else step.timer ??= setTimeout(() => flush(at.stepId), frameMs);
    },
    end(stepId) {
      const step = steps.get(stepId);
      if (step?.timer) clearTimeout(step.timer);
      flush(stepId);
      steps.delete(stepId);
    },
    textOf: (stepId) => steps.get(stepId)?.text ?? null,
    ofTurn: (turnId) =>
      [...steps.values()].filter((s) => s.at.turnId === turnId).map((s) => ({ stepId: s.at.stepId, kind: s.at.kind, text: s.text })),
  };
};
