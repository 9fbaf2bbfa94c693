import { afterAll } from 'vitest';
import { removeTempFolders } from './temp-home.ts';

afterAll(removeTempFolders);
