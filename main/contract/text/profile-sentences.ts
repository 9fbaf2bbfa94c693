import type { Sentence } from './sentences.ts';

/** What workspaces may do: profiles, what is wrong with one, what could go wrong with one, and rules. */
export const profileSentences = {
  // At a call
  'denied-no-such-tool': {
    what: 'There is no tool {tool} here.',
    why: 'The profile "{profile}" of the workspace {workspace} leaves it out.',
  },
  'denied-by-rule': {
    what: 'A rule of the workspace {workspace} forbids this call of {tool}.',
    next: 'See the rules of the workspace, under Permissions.',
  },
  'allowed-read': { what: 'It only looks.' },
  'allowed-write': { what: 'It stays in this workspace.' },
  'allowed-by-rule': { what: 'Allowed by a rule of this workspace.' },
  'ask-by-rule': { what: 'Asked because of a rule of the workspace {workspace}: “{says}”' },
  'profile-account': {
    what: 'The account {account} may not be used here.',
    why: 'The profile of this workspace does not name it.',
    next: 'Choose another account, or another profile under Permissions.',
  },

  // Wrong with one
  'profile-refused': { what: 'The profile was not saved.', why: '{faults}', next: 'What was in force before stays in force.' },
  'profile-not-json': { what: 'Here the text stops being JSON.' },
  'profile-too-deep': { what: 'This is nested too deeply to be a profile.' },
  'profile-not-object': { what: 'A profile is an object in braces.' },
  'profile-key-twice': { what: '"{key}" stands here a second time.' },
  'profile-key-unknown': { what: 'There is no "{key}" in a profile.' },
  'profile-key-missing': { what: '"{key}" is missing.' },
  'profile-version': { what: 'This is version {version} of the form; this Pynchy knows version 1.' },
  'profile-type': { what: '"{key}" has to be of the kind {expected}, not {value}.' },
  'profile-value': { what: '"{key}" cannot be {value}.', why: 'Possible: {allowed}.' },
  'profile-value-empty': { what: '"{key}" is empty.' },
  'profile-list-empty': { what: 'The list "{key}" names nothing.', why: 'Say "all" or "off" instead, or name something.' },
  'profile-too-long': { what: '"{key}" is too long.' },
  'profile-host-bad': { what: '{host} is not the name of a host.', why: 'Such as example.org, or *.example.org for all below it.' },
  'profile-tool-unknown': { what: 'There is no tool {tool}.', why: 'There is: {tools}.' },
  'profile-twice': { what: '{name} is named twice.' },
  'profile-tier-idle': { what: 'A tier is set for {tool}, but the profile leaves that tool out.' },
  'profile-tool-of-plugin': { what: '{tool} comes from the plugin {plugin}, which this profile does not allow.' },
  'profile-account-unknown': { what: 'There is no account {name}.', why: 'There is: {there}.' },
  'profile-plugin-unknown': { what: 'There is no plugin {name}.', why: 'There is: {there}.' },
  'profile-unknown': { what: 'There is no profile {name}.', why: 'There is: {there}.' },
  'profile-read-only': { what: 'The profile {name} is ready-made and cannot be changed.', next: 'Make a copy and change that.' },
  'profile-in-use': { what: 'The profile {name} is in use.', why: 'Workspaces: {workspaces}.', next: 'Give them another one first.' },
  'profile-admin-only': {
    what: 'The profile "admin" is for the admin workspace.',
    next: 'Take "trusted", or make a copy and change that.',
  },
  'profile-against-account': {
    what: 'This profile does not fit the workspace {workspace}.',
    why: 'It thinks with {accounts}, and the profile does not name that.',
    next: 'Choose another account for the workspace first, or name this one in the profile.',
  },
  'profile-not-followed': {
    what: 'The profile {name} cannot be read as it is stored.',
    why: '{fault}',
    next: 'Until it is saved anew, {instead} is in force.',
  },
  'profile-network': {
    what: 'The profile of this workspace does not allow that.',
    why: 'Its network: {most}.',
    next: 'Choose another profile under Permissions.',
  },
  'profile-mounts': {
    what: 'The profile of this workspace allows no folders beside its own.',
    next: 'Choose another profile under Permissions.',
  },

  // Could go wrong with one
  'risk-loosened': { what: 'It reaches outside with {tools} without asking you each time.' },
  'risk-network-open': { what: 'If you open the network, a command can carry files of this workspace to any place on the internet.' },
  'risk-network-list': { what: 'If you open the network, a command can carry files of this workspace to {hosts}.' },
  'risk-rules-outside': { what: 'A rule of yours can let it send to other people without asking.' },
  'risk-rules-own-chats': { what: 'A rule of yours can let it post into your other chats without asking.' },
  'risk-files-not-secret': { what: 'Its files do not count as private: they can go out after it read text from outside, without asking.' },
  'risk-mounts': { what: 'It can change or delete files here, and in folders of yours that you add.' },
  'risk-files': { what: 'It can change or delete files of this workspace.' },
  'risk-outside-text': { what: 'It reads what others wrote ({tools}), which can contain hidden orders.' },
  'risk-tasks': { what: 'It can plan work for later, when you are not looking.' },
  'risk-new-plugins': { what: 'Plugins that you add later bring their tools along.' },
  'risk-answers-only': { what: 'Little: it can give wrong answers.' },

  // Rules
  'rule-bad': { what: 'This is not a rule.', why: '{detail}' },
  'rule-tool-unknown': { what: 'There is no tool {tool} in this workspace.', why: 'There is: {tools}.' },
  'rule-folder-bad': {
    what: '"{folder}" is no folder of this workspace.',
    why: 'A rule looks at folders inside it, named from its top, such as taxes or notes/2025.',
  },
  'rule-hours-empty': {
    what: 'From {from} to {to} is no time at all, so this rule would never fit.',
    next: 'Choose another end (one that is earlier goes over midnight), or leave the hours out for the whole day.',
  },
  'rule-not-as-shown': { what: 'Nothing was stored: the rule would not be the one that was shown.', next: 'Look at it again.' },
  'rule-not-offered': { what: 'Nothing was stored.', why: '{why}' },
  'always-not-pending': { what: 'This request is not open any more.' },
  'always-not-tool': { what: 'An answer that others read is looked at each time.' },
  'always-flow-untrusted-secret-sink': {
    what: 'This cannot be allowed in advance: outside text, private data and a way out come together, and only you can see what is in it.',
  },
  'always-first-word': { what: 'This cannot be allowed in advance: it is the first word to somebody who never wrote.' },
  'always-unasked': { what: 'This cannot be allowed in advance: nobody who reads there asked for it.' },
  'always-tainted': { what: 'This cannot be allowed in advance: others read it, and outside text was read in this conversation.' },
  'always-profile': {
    what: 'The profile "{profile}" of this workspace asks each time. Another one, such as "trusted", lets rules decide about this.',
  },
  'always-shared-tainted': {
    what: 'This cannot be allowed in advance: others see that folder, and outside text was read in this conversation.',
  },
  'always-each-time': { what: 'This cannot be allowed in advance: it is looked at each time.' },
  'always-too-long': { what: 'This call is too long to become a rule.' },
  'always-task-once': { what: 'For this task alone there is nothing to allow: it comes only once.' },
} as const satisfies Readonly<Record<string, Sentence>>;
