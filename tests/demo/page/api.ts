import { the } from './dom.ts';

/** Says what went wrong until it is closed. */
export const tellProblem = (text: string): void => {
  const box = the('problem');
  const [words, close] = [box.querySelector('span'), box.querySelector('button')];
  if (words) words.textContent = text;
  if (close) close.onclick = () => box.toggleAttribute('hidden', true);
  box.hidden = false;
};

/** The page comes back by itself when the demo has this port again. */
export const tellGone = (): void =>
  tellProblem(`The demo does not answer. It may have been stopped; start it again with: npm run demo -- --phone-port ${location.port}`);

/** Does what was clicked; null when it failed, which has been told. */
export const act = async <T extends object = object>(action: object): Promise<T | null> => {
  try {
    const response = await fetch('/do', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(action),
    });
    const body = (await response.json()) as T & { error?: string };
    if (response.ok) return body;
    tellProblem(`That did not work: ${body.error ?? response.statusText}`);
  } catch {
    tellGone();
  }
  return null;
};
