import { AppError } from '#contract/errors.ts';
import { defaultProfileId, isReadyMade, type Profile, readyMadeIds, readyMadeProfiles } from '#contract/model/profile.ts';
import type { ProfileFault } from '#contract/model/profile-fault.ts';
import { risksOf, type ToolFacts } from '#contract/model/profile-risks.ts';
import type { Workspace } from '#contract/model/records.ts';
import { renderReason } from '#contract/text/render.ts';
import type { ProfileView, ToolView } from '#contract/ui/domains/profiles.ts';
import type { Log } from '../base/log.ts';
import { type CheckedProfile, checkProfile, readProfile } from '../policy/profile-check.ts';
import { cappedNetwork, type NetworkSet } from '../policy/profile-network.ts';
import type { Audit } from '../store/audit.ts';
import type { Store } from '../store/store.ts';
import { checkName } from './check-name.ts';

export interface ProfileInForce {
  readonly id: string;
  readonly profile: Profile;
}

/** A stored profile that is not as it should be. */
export interface FaultyProfile {
  readonly id: string;
  /** The first one. */
  readonly fault: ProfileFault;
  /** What is in force in its place; null when it is in force itself, and only names what is not there. */
  readonly instead: 'last-good' | 'locked' | null;
  /** A workspace that has it. */
  readonly usedBy: string | null;
}

const mostRead = 100;
const insteadText = { 'last-good': 'the last good version', locked: '"locked"' } as const;

/** A fault with its place, as a person reads it. */
export const faultText = ({ path, line, column, reason }: ProfileFault): string =>
  `Line ${line}, column ${column}${path === '' ? '' : `, ${path}`}: ${renderReason(reason)}`;

/** What workspaces may do: the profiles, and which one is in force where. */
export const createProfilesService = (deps: {
  store: Store;
  tools: () => readonly ToolFacts[];
  plugins: () => readonly string[];
  audit: Audit;
  /** Another one is in force somewhere: what runs under the old one has to end. */
  changed: () => void;
  log: Log;
}) => {
  const { store } = deps;
  const check = (text: string): CheckedProfile =>
    checkProfile(text, { tools: deps.tools(), plugins: deps.plugins(), accounts: store.accounts.list().map(({ name }) => name) });
  // Each call of a tool looks at the profile several times: a text is read once.
  const readTexts = new Map<string, Profile | null>();
  const read = (text: string): Profile | null => {
    const known = readTexts.get(text);
    if (known !== undefined) return known;
    if (readTexts.size >= mostRead) readTexts.clear();
    const profile = readProfile(text);
    readTexts.set(text, profile);
    return profile;
  };
  // Ready-made ones are this program's; of an own one counts what can be followed, the newest first, and nothing opens by a fault.
  const inForce = (row: { id: string; json: string; lastGood: string | null }): { profile: Profile; instead: FaultyProfile['instead'] } => {
    if (isReadyMade(row.id)) return { profile: readyMadeProfiles[row.id], instead: null };
    const profile = read(row.json);
    if (profile) return { profile, instead: null };
    const lastGood = row.lastGood === null ? null : read(row.lastGood);
    return lastGood ? { profile: lastGood, instead: 'last-good' } : { profile: readyMadeProfiles.locked, instead: 'locked' };
  };
  const rows = () => store.profiles.list();
  const must = (id: string) => {
    const row = rows().find((one) => one.id.toLowerCase() === id.toLowerCase());
    if (!row)
      throw new AppError('profile-unknown', {
        name: id,
        there: rows()
          .map((one) => one.id)
          .join(', '),
      });
    return row;
  };
  const view = (row: { id: string; json: string; lastGood: string | null }): ProfileView => {
    const { profile, instead } = inForce(row);
    return {
      id: row.id,
      isReadyMade: isReadyMade(row.id),
      profile,
      text: isReadyMade(row.id) ? textOf(profile) : row.json,
      faults: isReadyMade(row.id) ? [] : [...check(row.json).faults],
      instead: instead && insteadText[instead],
      risks: risksOf(profile, deps.tools()),
      usedBy: store.workspaces
        .list()
        .filter(({ id }) => idOf(id) === row.id)
        .map(({ name }) => name),
    };
  };
  const idOf = (workspaceId: string): string => store.profiles.idOf(workspaceId) ?? defaultProfileId;
  const of = (workspaceId: string): ProfileInForce => {
    const id = idOf(workspaceId);
    if (isReadyMade(id)) return { id, profile: readyMadeProfiles[id] };
    return { id, profile: inForce(must(id)).profile };
  };
  const allowsAccount = ({ accounts }: Profile, name: string): boolean => accounts.which === 'all' || accounts.names.includes(name);
  /** Throws profile-against-account when the workspace thinks with an account that this profile does not name. */
  const checkAccounts = (profile: Profile, workspace: string, names: readonly string[]): void => {
    const against = names.filter((name) => !allowsAccount(profile, name));
    if (against.length > 0) throw new AppError('profile-against-account', { workspace, accounts: against.join(', ') });
  };

  const record = (workspaceId: string | null, rule: string, detail: string): void =>
    deps.audit.append({
      actor: `person:${store.people.owner().id}`,
      workspaceId,
      turnId: null,
      callHash: null,
      decision: 'allow',
      rule,
      outcome: 'done',
      detail,
    });
  const put = (workspaceId: string, id: string): void =>
    store.db.tx(() => {
      store.profiles.choose(workspaceId, id);
      record(workspaceId, 'profile-chosen', id);
    });

  return {
    of,
    idOf,
    must: (id: string): ProfileView => view(must(id)),
    list: (): ProfileView[] => {
      const all = rows().map(view);
      const place = ({ id }: ProfileView): number => (isReadyMade(id) ? readyMadeIds.indexOf(id) : readyMadeIds.length);
      return all.sort((a, b) => place(a) - place(b));
    },
    /** Those whose stored text has faults. */
    faulty: (): FaultyProfile[] =>
      rows()
        .filter(({ id }) => !isReadyMade(id))
        .flatMap((row) => {
          const [fault] = check(row.json).faults;
          if (!fault) return [];
          const usedBy = store.workspaces.list().find(({ id }) => idOf(id) === row.id)?.id ?? null;
          return [{ id: row.id, fault, instead: inForce(row).instead, usedBy }];
        }),
    tools: (): ToolView[] => deps.tools().map((tool) => ({ ...tool, fields: [...tool.fields] })),
    check: (text: string): { faults: ProfileFault[]; risks: ProfileView['risks'] } => {
      const { profile, faults } = check(text);
      return { faults: [...faults], risks: profile ? risksOf(profile, deps.tools()) : [] };
    },
    /** Throws profile-refused with every fault and its place; what was in force stays in force. */
    save(id: string, text: string): ProfileView {
      if (isReadyMade(id.toLowerCase())) throw new AppError('profile-read-only', { name: id });
      const { profile, faults } = check(text);
      if (!profile || faults.length > 0) throw new AppError('profile-refused', { faults: faults.map(faultText).join('\n') });
      const known = rows().find((row) => row.id.toLowerCase() === id.toLowerCase());
      for (const workspaceId of known ? store.profiles.usedBy(known.id) : []) {
        const routes = store.workspaces.routes(workspaceId).map(({ account }) => account.name);
        checkAccounts(profile, store.workspaces.byId(workspaceId)?.name ?? '', routes);
      }
      const name = known?.id ?? checkName(id);
      store.db.tx(() => {
        store.profiles.save(name, text);
        record(null, 'profile-saved', name);
      });
      deps.changed();
      return view(must(id));
    },
    remove(id: string): void {
      const row = must(id);
      if (isReadyMade(row.id)) throw new AppError('profile-read-only', { name: id });
      const users = store.profiles.usedBy(row.id).map((one) => {
        const workspace = store.workspaces.byId(one);
        return workspace?.deletedName ?? workspace?.name ?? '';
      });
      if (users.length > 0) throw new AppError('profile-in-use', { name: row.id, workspaces: users.join(', ') });
      store.db.tx(() => {
        store.profiles.remove(row.id);
        record(null, 'profile-removed', row.id);
      });
    },
    /** The stored name; throws when the workspace cannot have this profile. */
    checkFor(id: string, workspace: Pick<Workspace, 'name' | 'isAdmin'>, accounts: readonly string[]): string {
      const row = must(id);
      if (row.id === 'admin' && !workspace.isAdmin) throw new AppError('profile-admin-only');
      checkAccounts(inForce(row).profile, workspace.name, accounts);
      return row.id;
    },
    /** For a workspace in which nothing has run yet. */
    begin(workspaceId: string, id: string): void {
      if (id !== defaultProfileId) put(workspaceId, id);
    },
    choose(workspaceId: string, id: string): void {
      if (idOf(workspaceId) === id) return;
      put(workspaceId, id);
      deps.changed();
    },
    allowsAccount: (workspaceId: string, account: string): boolean => allowsAccount(of(workspaceId).profile, account),
    /** The network of a workspace's sandbox as it is in force. */
    network: (workspaceId: string): NetworkSet =>
      cappedNetwork(of(workspaceId).profile, { mode: store.networks.mode(workspaceId), hosts: store.networks.hosts(workspaceId) }),
    /** Throws profile-network when the profile of a workspace does not let its network be set so. */
    checkNetwork(workspaceId: string, wished: NetworkSet): void {
      const { profile } = of(workspaceId);
      const capped = cappedNetwork(profile, wished);
      if (capped.mode === wished.mode && (wished.mode !== 'allow-list' || capped.hosts.length === wished.hosts.length)) return;
      const { network } = profile;
      throw new AppError('profile-network', { most: network.mode === 'allow-list' ? network.hosts.join(', ') : network.mode });
    },
    /** Throws profile-mounts when it allows no folders beside the workspace's own. */
    checkMounts(workspaceId: string): void {
      if (!of(workspaceId).profile.mounts) throw new AppError('profile-mounts');
    },
    /** Ready-made ones get their row, and what cannot be followed is said in the log. */
    start(): void {
      for (const id of readyMadeIds) {
        const text = textOf(readyMadeProfiles[id]);
        if (rows().find((row) => row.id === id)?.json !== text) store.profiles.save(id, text);
      }
      for (const row of rows().filter(({ id }) => !isReadyMade(id))) {
        const { faults } = check(row.json);
        const { instead } = inForce(row);
        if (faults.length > 0)
          deps.log('warn', 'a profile is not as it should be', {
            profile: row.id,
            faults: faults.map(faultText).join('; '),
            instead: instead && insteadText[instead],
          });
      }
    },
  };
};
export type ProfilesService = ReturnType<typeof createProfilesService>;

const textOf = (profile: Profile): string => JSON.stringify(profile, null, 2);
