import { describe, expect, it } from 'vitest';
import { type Profile, readyMadeIds, readyMadeProfiles } from '#contract/model/profile.ts';
import { renderReason } from '#contract/text/render.ts';
import { checkProfile, type ProfileWorld } from './profile-check.ts';
import { cappedNetwork } from './profile-network.ts';

const world: ProfileWorld = {
  tools: [
    { name: 'ask_user', pluginId: null },
    { name: 'read', pluginId: null },
    { name: 'run', pluginId: null },
    { name: 'web_fetch', pluginId: 'web' },
  ],
  accounts: ['Practice', 'Work'],
  plugins: ['web', 'docker'],
};
const good = readyMadeProfiles.standard;
const written = (change: object): string => JSON.stringify({ ...good, ...change }, null, 2);
const without = (key: keyof Profile): string => {
  const { [key]: _, ...rest } = good;
  return JSON.stringify(rest, null, 2);
};

describe('a profile', () => {
  it.each(readyMadeIds)('%s is good as it comes', (id) => {
    expect(checkProfile(JSON.stringify(readyMadeProfiles[id], null, 2), world)).toMatchObject({
      faults: [],
      profile: readyMadeProfiles[id],
    });
  });

  it.each([
    ['no JSON', '{ "version": 1,\n  tools }', '2:3 Here the text stops being JSON.'],
    ['cut short', '{"version": 1', '1:14 Here the text stops being JSON.'],
    ['something after its end', `${written({})} x`, '19:3 Here the text stops being JSON.'],
    ['a list', '[]', '1:1 A profile is an object in braces.'],
    ['a key twice', '{"version": 1,\n "mounts": true,\n "mounts": false}', '3:2 "mounts" stands here a second time.'],
    ['nested without end', '['.repeat(50), '1:22 This is nested too deeply to be a profile.'],
    ['a key that is missing', without('mounts'), '1:1 mounts "mounts" is missing.'],
    ['a key that is not known', written({ sudo: true }), '19:11 sudo There is no "sudo" in a profile.'],
    ['another version', written({ version: 2 }), '2:14 version This is version 2 of the form; this Pynchy knows version 1.'],
    ['a word where yes or no belongs', written({ mounts: 'yes' }), '8:13 mounts "mounts" has to be of the kind boolean, not "yes".'],
    [
      'a mode that is not known',
      written({ outside: 'always' }),
      '7:14 outside "outside" cannot be "always". Possible: ask, rules-in-own-chats, rules.',
    ],
    [
      'a network that is not known',
      written({ network: { mode: 'wide' } }),
      '10:13 network.mode "mode" cannot be "wide". Possible: off, allow-list, open.',
    ],
    [
      'an empty list of hosts',
      written({ network: { mode: 'allow-list', hosts: [] } }),
      '11:14 network.hosts The list "hosts" names nothing. Say "all" or "off" instead, or name something.',
    ],
    [
      'a host that is none',
      written({ network: { mode: 'allow-list', hosts: ['a.org', 'b org/x'] } }),
      '13:7 network.hosts.1 "b org/x" is not the name of a host. Such as example.org, or *.example.org for all below it.',
    ],
    ['a host twice', written({ network: { mode: 'allow-list', hosts: ['a.org', 'a.org'] } }), '13:7 network.hosts.1 a.org is named twice.'],
    [
      'a tool that there is not',
      written({ tools: { which: 'only', names: ['reed'] } }),
      '6:7 tools.names.0 There is no tool reed. There is: ask_user, read, run, web_fetch.',
    ],
    [
      'all but a tool that there is not',
      written({ tools: { which: 'except', names: ['rum'] } }),
      '6:7 tools.names.0 There is no tool rum. There is: ask_user, read, run, web_fetch.',
    ],
    [
      'all but none',
      written({ tools: { which: 'except', names: [] } }),
      '5:14 tools.names The list "names" names nothing. Say "all" or "off" instead, or name something.',
    ],
    ['a tool twice', written({ tools: { which: 'only', names: ['run', 'run'] } }), '7:7 tools.names.1 run is named twice.'],
    [
      'a tier that loosens to read',
      written({ tiers: { run: 'read' } }),
      '7:12 tiers.run "run" cannot be "read". Possible: write, external.',
    ],
    [
      'a tier for a tool that there is not',
      written({ tiers: { reed: 'write' } }),
      '7:13 tiers.reed There is no tool reed. There is: ask_user, read, run, web_fetch.',
    ],
    [
      'a tier for a tool that it leaves out',
      written({ tools: { which: 'except', names: ['run'] }, tiers: { run: 'external' } }),
      '10:12 tiers.run A tier is set for run, but the profile leaves that tool out.',
    ],
    [
      'an account that there is not',
      written({ accounts: { which: 'only', names: ['Wrok'] } }),
      '15:7 accounts.names.0 There is no account Wrok. There is: Practice, Work.',
    ],
    [
      'a plugin that there is not',
      written({ plugins: { which: 'only', names: ['mail'] } }),
      '18:7 plugins.names.0 There is no plugin mail. There is: web, docker.',
    ],
    [
      'a tool of a plugin that it leaves out',
      written({ tools: { which: 'only', names: ['web_fetch'] }, plugins: { which: 'only', names: [] } }),
      '6:7 tools.names.0 web_fetch comes from the plugin web, which this profile does not allow.',
    ],
  ])('with %s is refused, with its place', (_, text, said) => {
    const { faults } = checkProfile(text, world);
    expect(
      faults.map(({ line, column, path, reason }) =>
        [`${line}:${column}`, path, renderReason(reason)].filter((part) => part !== '').join(' '),
      ),
    ).toEqual([said]);
  });

  it('says everything that is wrong at once', () => {
    expect(checkProfile(written({ version: 9, mounts: 1, filesAreSecret: null }), world).faults).toHaveLength(3);
  });
});

describe('the network of a workspace', () => {
  const most = (network: Profile['network']) => ({ network });
  const list = most({ mode: 'allow-list', hosts: ['a.org', '*.b.org'] });
  it.each([
    ['is what was set where the profile allows all', most({ mode: 'open' }), { mode: 'open', hosts: [] }, { mode: 'open', hosts: [] }],
    ['is off where the profile says so', most({ mode: 'off' }), { mode: 'open', hosts: ['a.org'] }, { mode: 'off', hosts: ['a.org'] }],
    ['stays off where it was not opened', list, { mode: 'off', hosts: [] }, { mode: 'off', hosts: [] }],
    ['reaches the hosts of the profile at most', list, { mode: 'open', hosts: [] }, { mode: 'allow-list', hosts: ['a.org', '*.b.org'] }],
    [
      'reaches what both lists name',
      list,
      { mode: 'allow-list', hosts: ['a.org', 'x.b.org', '*.x.b.org', 'b.org', 'c.org', '*'] },
      { mode: 'allow-list', hosts: ['a.org', 'x.b.org', '*.x.b.org'] },
    ],
  ] as const)('%s', (_, profile, set, expected) => {
    expect(cappedNetwork(profile, set)).toEqual(expected);
  });
});
