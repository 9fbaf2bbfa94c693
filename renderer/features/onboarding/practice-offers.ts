import { plainMarkdown } from '#contract/text/plain-markdown.ts';

/** The sentences that Practice offers in the answer it gives when no rule fits; null when the answer is another one. */
export const practiceOffers = (answer: string): readonly string[] | null => {
  const listed = /^Practice follows fixed rules and has none for this\. It can: (.+?) · all \d+ with /s.exec(answer.trim())?.[1];
  return listed?.split(' · ').map(plainMarkdown) ?? null;
};
