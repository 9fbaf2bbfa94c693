import type { Sentence } from './sentences.ts';

/** What a sandbox, its engine and its image can say. */
export const sandboxSentences: Readonly<Record<string, Sentence>> = {
  'unknown-runtime': { what: 'Unknown runtime "{name}". Available: {available}' },
  'engine-absent': {
    what: 'Docker is not running.',
    why: 'Nothing answers where it should be: {detail}',
    next: 'Start Docker, then try again. Until then the built-in sandbox is used where a workspace says automatic.',
  },
  'engine-denied': {
    what: 'Docker may not be used by this account.',
    why: 'The system refused it: {detail}',
    next: 'Add yourself to the group docker (sudo usermod -aG docker $USER), log in again, then try again.',
  },
  'engine-slow': {
    what: 'Docker does not answer.',
    why: 'It took longer than it should: {detail}',
    next: 'Restart Docker, then try again. Answers that need no tool work on.',
  },
  'engine-gone': {
    what: 'Docker stopped in the middle.',
    why: 'The connection was cut: {detail}',
    next: 'Start Docker again, then try again. What was running may or may not have happened.',
  },
  'engine-too-old': {
    what: 'This Docker is too old.',
    why: 'Found: {detail}. Needed is 20.10 or newer.',
    next: 'Update Docker, then try again.',
  },
  'engine-wrong-kind': {
    what: 'Docker runs Windows containers now.',
    why: 'Workspaces need Linux ones.',
    next: 'Switch Docker to Linux containers, then try again.',
  },
  'engine-disk-full': {
    what: 'The disk that Docker uses is full.',
    why: 'Docker says: {detail}',
    next: 'Remove unused images, or free space, then try again.',
  },
  'engine-misconfigured': {
    what: 'The address that is set for Docker cannot be used.',
    next: 'Correct it under Plugins, Docker sandboxes, or empty it.',
  },
  'image-missing': {
    what: 'The sandbox image could not be found.',
    why: 'Docker says: {detail}',
    next: 'Check the name under Plugins, Docker sandboxes, and the connection to the internet, then try again.',
  },
  'image-failed': {
    what: 'The sandbox image could not be made.',
    why: 'Docker says: {detail}',
    next: 'Check the connection to the internet, then try again.',
  },
  'image-cancelled': { what: 'Preparing the sandbox image was cancelled.', next: 'Try again whenever you like.' },
  'image-unfit': {
    what: 'The sandbox image lacks what is needed.',
    why: 'It needs Node.js 18 or newer. Docker says: {detail}',
    next: 'Choose another image under Plugins, Docker sandboxes.',
  },
  'image-no-recipe': {
    what: 'There is no sandbox image.',
    why: 'This package brings none to build.',
    next: 'Name one under Plugins, Docker sandboxes.',
  },
  'mounts-no-list': {
    what: 'The folder {name} is not mounted.',
    why: 'No folder is allowed for sandboxes yet, or the list of them cannot be read.',
    next: 'Allow {path} for sandboxes.',
  },
  'mount-not-allowed': {
    what: 'The folder {name} is not mounted.',
    why: '{path} is not inside a folder that is allowed for sandboxes.',
    next: 'Allow it for sandboxes, or choose another folder.',
  },
  'mount-blocked': {
    what: 'The folder {name} is not mounted.',
    why: '{path} looks like a place for keys or passwords.',
    next: 'Choose another folder.',
  },
  'mount-is-ours': {
    what: 'The folder {name} is not mounted.',
    why: '{path} holds data of Pynchy itself.',
    next: 'Choose another folder.',
  },
  'mount-not-there': {
    what: 'The folder {name} is not mounted.',
    why: '{path} is not there, or is no folder.',
    next: 'Choose another folder.',
  },
  'mount-not-absolute': {
    what: 'The folder {name} is not mounted.',
    why: '{path} does not say where it begins.',
    next: 'Write the whole path, from / or ~ on.',
  },
  'mount-name-bad': {
    what: '"{name}" cannot be the name of a folder here.',
    next: 'Use letters, digits, dots and dashes, at most 40, beginning with a letter or a digit.',
  },
  'mount-read-only-list': {
    what: 'Can be read, not changed.',
    why: 'The list of allowed folders lets sandboxes only read there.',
    next: 'Allow changes on the list too.',
  },
  'mount-read-only-workspace': {
    what: 'Can be read, not changed.',
    why: 'Only the admin workspace may change extra folders.',
    next: 'Allow it to all workspaces on the list.',
  },
  'mount-list-absent': { what: 'No folder is allowed for sandboxes yet.' },
  'mount-list-unreadable': {
    what: 'The list of allowed folders cannot be understood, so nothing is mounted.',
    why: '{file}: {detail}',
    next: 'Correct the file, or delete it and begin anew here.',
  },
  'mount-swapped': {
    what: 'The sandbox was not started, because the folder {name} was exchanged meanwhile.',
    why: '{path} was another folder when it was mounted than when it was checked.',
    next: 'Find out who did that, then try again.',
  },
  'turn-waits-for-memory': {
    what: 'Waits for memory: {running} answers are being made and {freeMb} MB are free.',
    next: 'It starts by itself; closing other programs helps.',
  },
  'turn-waits-while-paused': { what: 'Waits for the end of the pause.' },
  'turn-waits-for-model-calls': { what: 'Waits its turn: {most} models are being asked, as many as may be at once.' },
  'turn-waits-for-workspace': { what: 'Waits its turn: {running} other chats of this workspace are being answered.' },
  'waiting-for-memory': {
    what: 'Waits for memory: of {totalGb} GB, {freeGb} GB are free; sandboxes that run: {running}.',
    next: 'It starts by itself as soon as there is enough; closing other programs helps.',
  },
  'waiting-for-cores': {
    what: 'Waits for a processor: {working} sandboxes work and {starting} start on {cores} cores.',
    next: 'It starts by itself in less than a minute.',
  },
  'made-room': { what: 'Ended to make room for another workspace.', next: 'It is started again at the next use.' },
  'settings-changed': { what: 'Ended because its settings changed.', next: 'It is started with them at the next use.' },
  'host-bad': { what: '"{host}" is not a host.', next: 'Write a name like example.org, or *.example.org for all below it.' },
  'egress-connected': { what: 'Connected.' },
  'egress-network-off': { what: 'Refused: the network is off for this workspace.', next: 'Allow {host} to let it through.' },
  'egress-not-allowed': { what: 'Refused: {host} is not allowed.', next: 'Allow {host} to let it through.' },
  'egress-not-public': { what: 'Refused: {host} is this computer, a private network or a special address.' },
  'egress-port-closed': { what: 'Refused: port {port} is not for the web.' },
  'egress-bad-url': { what: 'Refused: this is not a host and a port.' },
  'egress-dns': { what: '{host} could not be found.' },
  'egress-unreachable': { what: '{host} could not be reached.' },
  'egress-timeout': { what: '{host} did not answer in time.' },
  'egress-sni-mismatch': { what: 'Cut: it said {host} and meant another host.' },
  'egress-sni-missing': { what: 'Cut: it did not say whom it meant.' },
  'egress-not-tls': { what: 'Cut: this was no encrypted web connection.' },
  'egress-host-mismatch': { what: 'Cut: it said {host} and meant another host.' },
  'egress-host-missing': { what: 'Cut: it did not say whom it meant.' },
  'egress-not-http': { what: 'Cut: this was no web request.' },
  'image-preparing': { what: 'Preparing the sandbox image, once: {text}' },
  'disk-quota': {
    what: 'The sandbox was stopped because its files reached their limit.',
    why: 'The workspace holds {usedBytes} bytes; {quotaBytes} are allowed.',
    next: 'Delete files in the workspace; the sandbox starts again at the next use.',
  },
};
