import type { JsonObject } from '#contract/model/transcript.ts';
import type { Clock } from '../../base/clock.ts';
import { type Authority, ruleName } from '../../policy/decide.ts';
import type { RuleFacts } from '../../policy/rule-match.ts';
import type { ProfilesService } from '../../services/profiles.ts';
import { realPathIn } from '../../services/workspace-path.ts';
import type { Store } from '../../store/store.ts';
import { changesShared } from './shared-folders.ts';

const hourMs = 3_600_000;

/** What the owner has laid down for a workspace, as decide() takes it. */
export const createAuthorities = (deps: {
  store: Store;
  clock: Clock;
  profiles: ProfilesService;
  /** The folder of a workspace on the host. */
  folder: (workspaceId: string) => string;
}) => {
  const { store, clock, profiles } = deps;
  return {
    of(workspaceId: string): Authority {
      const { id, profile } = profiles.of(workspaceId);
      return {
        profile,
        profileName: id,
        rules: store.rules.of(workspaceId),
        allowedLately: (rule) => store.rules.allowedSince(ruleName({ id: rule }), clock.now() - hourMs),
      };
    },
    /** Whether the call may change a folder that others see. */
    changesShared: (call: { tool: string; input: JsonObject; workspaceId: string; path: string | null }): boolean =>
      changesShared(store.networks.mounts(call.workspaceId), call),
    /** What conditions look at. */
    facts(from: { input: JsonObject; workspaceId: string; turnId: string }): RuleFacts {
      const { path } = from.input;
      return {
        input: from.input,
        path: typeof path === 'string' ? realPathIn(deps.folder(from.workspaceId), path) : null,
        taskId: store.rules.taskOfTurn(from.turnId),
        now: clock.now(),
      };
    },
  };
};
export type Authorities = ReturnType<typeof createAuthorities>;
