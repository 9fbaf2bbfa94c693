import type { Row } from './attack.ts';

/** What the letters of an id stand for. */
const categories: Readonly<Record<string, string>> = {
  EXF: 'private data on its way out',
  GATE: 'servers of this computer, through fetches',
  NET: 'the shell and the network',
  PATH: 'paths, links, mounts',
  MAL: 'malformed and oversized calls',
  WSP: 'what belongs to one workspace; keys, budgets',
  PLG: 'plugins that want more',
  DOOR: 'the door: pages, sign-in, API',
  POI: 'poisoned pages, files, memories; encoded payloads',
  APR: 'approvals forged, altered, raced',
  EMG: 'the emergency stop',
  AUD: 'the log',
  IDN: 'identity and rights on phones',
  ECHO: 'its own words coming back',
  GRP: 'steering, fencing and words in groups',
  PRO: 'profiles and rules',
  HOST: 'forbidden hosts, spelled differently',
  IMP: 'archives that are taken in',
  SEC: 'secrets',
  DEP: 'the Deputy',
  SHL: 'shells and shared folders',
};
const categoryOf = ({ id }: Pick<Row, 'id'>): string => id.split('-')[0] ?? '';

/** A Markdown table: how many attacks of each kind, how many were held off, how many succeed without the defences. */
export const byCategory = (defended: readonly Row[], undefended: readonly Row[]): string[] => {
  const names = [...new Set(defended.map(categoryOf))];
  const row = (label: string, fits: (r: Row) => boolean): string => {
    const with_ = defended.filter(fits);
    return `| ${label} | ${with_.length} | ${with_.filter(({ fault }) => fault === null).length} | ${undefended.filter((r) => fits(r) && r.won).length} |`;
  };
  return [
    '| what is attacked | attacks | held off | succeed without the defences |',
    '|---|---|---|---|',
    ...names.map((name) => row(`${name}: ${categories[name] ?? name}`, (r) => categoryOf(r) === name)),
    row('all', () => true),
  ];
};
