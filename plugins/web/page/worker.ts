import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { type PageRequest, readPage } from './read.ts';

/** Where this very module is, as source or as a built part: the worker is started from it. */
export const workerUrl = import.meta.url;
/** Marks the data of a worker as meant for this module. */
export const pageJob = 'pynchy-web-page';

const data = workerData as { job?: string; page?: PageRequest } | null;
if (!isMainThread && data?.job === pageJob && data.page) await readPage(data.page, (text) => parentPort?.postMessage(text));
