// Loaded into the host before its program: the process kills itself right after (or before) its n-th commit.
import { DatabaseSync } from 'node:sqlite';

const at = Number(process.env.PYNCHY_TEST_DIE_AT_COMMIT);
const before = process.env.PYNCHY_TEST_DIE_BEFORE === '1';
const { exec } = DatabaseSync.prototype;
let commits = 0;

DatabaseSync.prototype.exec = function (sql) {
  const isLast = sql === 'COMMIT' && ++commits === at;
  if (isLast && before) process.kill(process.pid, 'SIGKILL');
  const result = exec.call(this, sql);
  if (isLast) process.kill(process.pid, 'SIGKILL');
  return result;
};
