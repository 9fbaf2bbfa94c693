import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file in the folder of the workspace `home`, as if a person had put it there. */
export const putFile = (home: string, name: string, content = ''): void => {
  const folder = join(home, 'workspaces', 'home');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, name), content);
};
