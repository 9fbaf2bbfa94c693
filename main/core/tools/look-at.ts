import { mostPictureBytes } from '#contract/model/files.ts';
import type { Toolbox } from '#contract/toolbox/toolbox.ts';
import type { SandboxToolDeps } from './in-sandbox.ts';
import type { ToolOutcome } from './tool.ts';

/** A picture of the workspace, for a model that sees; it is kept as it is now, so that the conversation stays what it was. */
export const lookAt = async (
  { blobs }: Pick<SandboxToolDeps, 'blobs'>,
  toolbox: Pick<Toolbox, 'readFile'>,
  { path, mime, size }: { path: string; mime: string; size: number },
  signal: AbortSignal,
): Promise<ToolOutcome> => {
  const what = `${path} is a picture (${mime}, ${size} bytes).`;
  if (size > mostPictureBytes)
    return { ok: false, text: `${what} It is larger than the ${mostPictureBytes} bytes that a model can be shown.` };
  const { data } = await toolbox.readFile(path, { maxBytes: mostPictureBytes }, signal);
  const { sha256 } = blobs.put(data);
  return { ok: true, text: what, picture: { sha256, mime, bytes: data.length, name: path.split('/').at(-1) ?? path, path } };
};
