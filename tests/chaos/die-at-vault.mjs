// Loaded into the host before its program: the process kills itself right before (or after) its n-th write of the vault.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const at = Number(process.env.PYNCHY_TEST_DIE_AT_VAULT);
const before = process.env.PYNCHY_TEST_DIE_BEFORE === '1';
const { renameSync } = fs;
let writes = 0;

fs.renameSync = (from, to) => {
  const isLast = String(to).endsWith('vault.json') && ++writes === at;
  if (isLast && before) process.kill(process.pid, 'SIGKILL');
  renameSync(from, to);
  if (isLast) process.kill(process.pid, 'SIGKILL');
};
syncBuiltinESMExports();
