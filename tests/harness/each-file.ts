import { afterAll } from 'vitest';
import { removeTempFolders } from './temp-home.ts';

// A host in the test's process keeps what it writes to its owner; the files after it have the usual mask again.
process.umask(0o022);
afterAll(removeTempFolders);
