import type { Db } from '../open.ts';

/** Tells every watching screen that something about the host itself changed (`what`: pause, vault …). */
export const announceHost = (db: Db, what: string): void => db.tx(() => db.event({ topic: 'host', entityId: what }));
