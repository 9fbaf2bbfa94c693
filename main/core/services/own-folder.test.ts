import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isAppError } from '#contract/errors.ts';
import { checkOwnFolder, type OwnFolderRules, ownFolderFault } from './own-folder.ts';

let dir: string;
let rules: OwnFolderRules;
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'pynchy-own-')));
  for (const name of ['work/sub', 'data/workspaces', 'taken/inside', 'work/.ssh/keys', 'work/ledger'])
    mkdirSync(join(dir, name), { recursive: true });
  rules = {
    list: { allowedRoots: [], blockedPatterns: ['ledger'], nonAdminReadOnly: true },
    ours: [join(dir, 'data')],
    taken: [{ workspace: 'garden', path: join(dir, 'taken') }],
  };
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const verdict = (path: string): string => {
  try {
    return checkOwnFolder(path, rules);
  } catch (error) {
    return isAppError(error) ? error.code : String(error);
  }
};

it('takes an ordinary folder by its real path, also through a link', () => {
  symlinkSync(join(dir, 'work', 'sub'), join(dir, 'shortcut'));
  expect(verdict(join(dir, 'work', 'sub'))).toBe(join(dir, 'work', 'sub'));
  expect(verdict(` ${join(dir, 'shortcut')} `)).toBe(join(dir, 'work', 'sub'));
});

it.each([
  ['a path that is not whole', () => 'work', 'folder-not-absolute'],
  ['a folder that is not there', () => join(dir, 'none'), 'folder-not-there'],
  ['the home folder', () => '~', 'folder-is-home'],
  ['what holds the home folder', () => dirname(homedir()), 'folder-is-home'],
  ['the data folder', () => join(dir, 'data'), 'folder-is-ours'],
  ['a folder in it', () => join(dir, 'data', 'workspaces'), 'folder-is-ours'],
  ['a folder around it', () => dir, 'folder-is-ours'],
  ['a folder of the system', () => '/etc', 'folder-is-system'],
  ['a place for keys', () => join(dir, 'work', '.ssh', 'keys'), 'folder-blocked'],
  ['what the list of the owner blocks', () => join(dir, 'work', 'ledger'), 'folder-blocked'],
  ['the folder of another workspace', () => join(dir, 'taken'), 'folder-taken'],
  ['a folder inside that one', () => join(dir, 'taken', 'inside'), 'folder-taken'],
])('refuses %s', (_, path, code) => {
  expect(verdict(path())).toBe(code);
});

it('refuses what a link leads to, whatever the link is called', () => {
  symlinkSync(join(dir, 'data'), join(dir, 'work', 'harmless'));
  expect(verdict(join(dir, 'work', 'harmless'))).toBe('folder-is-ours');
});

it('notices later that the folder is gone, or that a link was put in its place', () => {
  const path = join(dir, 'work');
  expect(ownFolderFault(path)).toBeNull();
  rmSync(path, { recursive: true });
  expect(ownFolderFault(path)?.code).toBe('folder-missing');
  symlinkSync(join(dir, 'data'), path);
  expect(ownFolderFault(path)?.code).toBe('folder-moved');
});
