import { messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Clock } from '../base/clock.ts';
import type { Closers } from '../base/disposable.ts';
import type { LogFile } from '../base/log.ts';
import type { Redactor } from '../base/redaction.ts';
import { type Audit, createAudit } from '../store/audit.ts';
import { anchorLine, anchorScope, createAuditAnchors } from '../store/audit-anchors.ts';
import { anchorsBegin } from '../store/audit-verify.ts';
import type { Db } from '../store/open.ts';

interface AuditParts {
  readonly db: Db;
  readonly key: Uint8Array;
  readonly file: string;
  readonly clock: Clock;
  readonly closers: Closers;
  readonly logFile: LogFile;
  readonly redactor: Redactor;
}

/** The audit log with its anchors: checked against the last one now, anchored as it grows and when the host stops. */
export const openAudit = (p: AuditParts): { audit: Audit; notice: Reason | null } => {
  const log = p.logFile.scope(anchorScope);
  const anchors = createAuditAnchors(p.db, p.key, {
    file: p.file,
    now: p.clock.now,
    told: ({ seq, head }) => log('info', anchorLine, { seq, head }),
    failed: (error) => log('error', 'the audit log could not be anchored yet', { error: messageOf(error) }),
  });
  const audit = createAudit(p.db, p.key, { now: p.clock.now, clean: p.redactor.clean, appended: anchors.due });
  const notice = anchors.holds() ? null : reason('audit-cut-at-start');
  if (notice) log('error', 'the audit log does not fit its last anchor');
  if (anchors.isNew())
    p.db.tx(() =>
      audit.append({
        actor: 'host',
        workspaceId: null,
        turnId: null,
        callHash: null,
        decision: 'begin',
        rule: anchorsBegin,
        outcome: 'done',
        detail: '',
      }),
    );
  anchors.now();
  p.closers.add('audit anchors', anchors.close);
  return { audit, notice };
};
