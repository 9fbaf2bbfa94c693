import type { z } from 'zod';
import { hasTool, Profile } from '#contract/model/profile.ts';
import type { ProfileFault } from '#contract/model/profile-fault.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import { type Path, readLocated } from './profile-text.ts';

/** What there is to name. */
export interface ProfileWorld {
  readonly tools: readonly { readonly name: string; readonly pluginId: string | null }[];
  readonly accounts: readonly string[];
  readonly plugins: readonly string[];
}
/** `profile` is there when the text can be followed, though it may name what is not there. */
export interface CheckedProfile {
  readonly profile: Profile | null;
  readonly faults: readonly ProfileFault[];
}

/** Reads a profile and says everything that is wrong with it, each with its place. */
export const checkProfile = (text: string, world: ProfileWorld): CheckedProfile => {
  const read = readLocated(text);
  if (!read.ok) return { profile: null, faults: [read.fault] };
  const faultAt = (path: Path, why: Reason): ProfileFault => ({ path: path.join('.'), ...read.placeOf(path), reason: why });
  const parsed = Profile.safeParse(read.value);
  if (!parsed.success) return { profile: null, faults: parsed.error.issues.flatMap((issue) => formFaults(issue, read.value, faultAt)) };
  return { profile: parsed.data, faults: worldFaults(parsed.data, world).map(({ path, why }) => faultAt(path, why)) };
};

/** What a text lays down, whatever it names is there or not; null when it cannot be followed. */
export const readProfile = (text: string): Profile | null => {
  const read = readLocated(text);
  return read.ok ? (Profile.safeParse(read.value).data ?? null) : null;
};

type FaultAt = (path: Path, why: Reason) => ProfileFault;

const pathOf = (issue: z.core.$ZodIssue): Path => issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inside, part) => (inside !== null && typeof inside === 'object' ? (inside as Record<string, unknown>)[part] : undefined),
    value,
  );
const listed = (names: readonly unknown[]): string => (names.length === 0 ? 'none' : names.map(String).join(', '));

const formFaults = (issue: z.core.$ZodIssue, value: unknown, faultAt: FaultAt): ProfileFault[] => {
  const path = pathOf(issue);
  const key = String(path.at(-1) ?? '');
  const given = valueAt(value, path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((name) => faultAt([...path, name], reason('profile-key-unknown', { key: name })));
  if (given === undefined && path.length > 0) return [faultAt(path, reason('profile-key-missing', { key }))];
  return [faultAt(path, formReason(issue, key, given))];
};

const formReason = (issue: z.core.$ZodIssue, key: string, given: unknown): Reason => {
  const shown = JSON.stringify(given)?.slice(0, 80) ?? '';
  switch (issue.code) {
    case 'invalid_value':
      return key === 'version'
        ? reason('profile-version', { version: shown })
        : reason('profile-value', { key, value: shown, allowed: listed(issue.values) });
    case 'invalid_union':
      return reason('profile-value', { key, value: shown, allowed: allowedOf[key] ?? '' });
    case 'invalid_format':
      return reason('profile-host-bad', { host: shown });
    case 'too_small':
      return key === 'names' || key === 'hosts' ? reason('profile-list-empty', { key }) : reason('profile-value-empty', { key });
    case 'too_big':
      return reason('profile-too-long', { key });
    case 'invalid_type':
      return key === '' ? reason('profile-not-object') : reason('profile-type', { key, expected: issue.expected, value: shown });
    default:
      return reason('profile-value', { key, value: shown, allowed: '' });
  }
};
const allowedOf: Readonly<Record<string, string>> = { which: 'all, only, except (tools alone)', mode: 'off, allow-list, open' };

interface WorldFault {
  readonly path: Path;
  readonly why: Reason;
}

const worldFaults = (profile: Profile, world: ProfileWorld): WorldFault[] => {
  const { tools, tiers, accounts, plugins, network } = profile;
  const known = world.tools.map(({ name }) => name);
  const plugin = (name: string): string | null => world.tools.find((tool) => tool.name === name)?.pluginId ?? null;
  const isClosed = (name: string): boolean => {
    const id = plugin(name);
    return id !== null && plugins.which === 'only' && !plugins.names.includes(id);
  };
  const toolFaults = (name: string, path: Path): WorldFault[] =>
    known.includes(name) ? [] : [{ path, why: reason('profile-tool-unknown', { tool: name, tools: listed([...known].sort()) }) }];
  const ofList = (names: readonly string[], at: Path, each: (name: string, path: Path) => WorldFault[]): WorldFault[] =>
    names.flatMap((name, i) => [
      ...each(name, [...at, i]),
      ...(names.indexOf(name) < i ? [{ path: [...at, i], why: reason('profile-twice', { name }) }] : []),
    ]);
  const among =
    (code: string, there: readonly string[]) =>
    (name: string, path: Path): WorldFault[] =>
      there.includes(name) ? [] : [{ path, why: reason(code, { name, there: listed(there) }) }];

  return [
    ...(tools.which === 'all'
      ? []
      : ofList(tools.names, ['tools', 'names'], (name, path) => [
          ...toolFaults(name, path),
          ...(tools.which === 'only' && isClosed(name)
            ? [{ path, why: reason('profile-tool-of-plugin', { tool: name, plugin: plugin(name) ?? '' }) }]
            : []),
        ])),
    ...Object.keys(tiers).flatMap((name) => {
      const unknown = toolFaults(name, ['tiers', name]);
      if (unknown.length > 0 || hasTool(profile, { name, pluginId: plugin(name) })) return unknown;
      return [{ path: ['tiers', name], why: reason('profile-tier-idle', { tool: name }) }];
    }),
    ...(accounts.which === 'only' ? ofList(accounts.names, ['accounts', 'names'], among('profile-account-unknown', world.accounts)) : []),
    ...(plugins.which === 'only' ? ofList(plugins.names, ['plugins', 'names'], among('profile-plugin-unknown', world.plugins)) : []),
    ...(network.mode === 'allow-list' ? ofList(network.hosts, ['network', 'hosts'], () => []) : []),
  ];
};
