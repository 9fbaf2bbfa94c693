import { rowsOf } from '../answer/run-output.ts';
import { shellWord } from '../answer/shell.ts';
import { call, type Move, type ToolReply } from '../intent.ts';
import type { Period } from './months.ts';

export const receiptsFile = 'samples/receipts/receipts.csv';

export interface ReceiptsQuery {
  readonly period: Period | null;
  /** A category or shop; '' for all. */
  readonly topic: string;
  readonly groupBy: 'category' | 'shop' | 'month' | 'none';
}

/** What the command found; every number is text as awk printed it. */
export interface ReceiptsAnswer {
  readonly sum: string;
  readonly count: number;
  /** The month that was summed as "2026-03", or '' for all. */
  readonly month: string;
  readonly first: string;
  readonly last: string;
  readonly matched: 'category' | 'shop' | '';
  readonly groups: readonly string[][];
  readonly rows: readonly string[][];
  readonly known: readonly string[][];
  readonly unreadable: number;
}

// Two passes over the file: the first finds the year a bare month means, the second adds up.
// No `next`: in just-bash 3.4.2 a record that ends with it also ends the loops in END.
const program = `
{ sub(/\\r$/, ""); skip = FNR == 1 || $0 ~ /^[ \\t]*$/ }
NR == FNR && !skip && substr($1, 6, 2) == mon && substr($1, 1, 4) > year { year = substr($1, 1, 4) }
NR != FNR && !skip && $4 !~ /^ *-?[0-9]+([.][0-9]+)? *$/ { bad++; skip = 1 }
NR != FNR && !skip {
  if (want == "" && mon != "") want = year "-" mon
  seen[$3] = 1
  if (topic == "") found = "all"
  else if (index(tolower($3), topic)) found = "category"
  else if (index(tolower($2), topic)) found = "shop"
  else found = ""
  if (found != "" && (want == "" || substr($1, 1, 7) == want)) {
    if (hit != "category") hit = found
    sum += $4; n++
    if (first == "" || $1 < first) first = $1
    if ($1 > last) last = $1
    printf "row\\t%s\\t%s\\t%s\\t%.2f\\n", $1, $2, $3, $4
    if (by == "shop") group[$2] += $4
    else if (by == "month") group[substr($1, 1, 7)] += $4
    else group[$3] += $4
  }
}
END {
  printf "sum\\t%.2f\\t%d\\t%s\\t%s\\t%s\\t%s\\n", sum, n, want, first, last, hit
  if (by != "none") for (g in group) printf "group\\t%s\\t%.2f\\n", g, group[g]
  for (c in seen) printf "known\\t%s\\n", c
  printf "bad\\t%d\\n", bad
}`;

const wanted = (period: Period | null): string => {
  if (period?.kind === 'this') return '"$(date +%Y-%m)"';
  if (period?.kind === 'last')
    return `"$(date '+%Y %m' | awk '{ m = $2 - 1; y = $1; if (m == 0) { m = 12; y-- } printf "%04d-%02d", y, m }')"`;
  return period?.kind === 'month' && period.year !== null ? `${period.year}-${String(period.month).padStart(2, '0')}` : "''";
};

/** Adds up the receipts in the sandbox, so that an edited file changes the answer. */
export const askReceipts = (query: ReceiptsQuery): Move => {
  const month = query.period?.kind === 'month' && query.period.year === null ? String(query.period.month).padStart(2, '0') : '';
  // awk reads backslashes in -v values, so only plain characters go in.
  const topic = query.topic.toLowerCase().replace(/[^\p{L}\p{N} &'.-]/gu, '');
  const vars = `-v mon=${shellWord(month)} -v want=${wanted(query.period)} -v topic=${shellWord(topic)} -v by=${query.groupBy}`;
  return call('run', { command: `awk -F, ${vars} '${program}\n' ${receiptsFile} ${receiptsFile}` });
};

/** Null when the output is not that of `askReceipts`. */
export const readReceipts = (reply: ToolReply): ReceiptsAnswer | null => {
  const head = rowsOf(reply, 'sum')[0];
  if (!head) return null;
  const [sum = '', count = '0', month = '', first = '', last = '', matched = ''] = head;
  return {
    sum,
    count: Number(count),
    month,
    first,
    last,
    matched: matched === 'category' || matched === 'shop' ? matched : '',
    groups: rowsOf(reply, 'group').sort((a, b) => Number(b[1]) - Number(a[1])),
    rows: rowsOf(reply, 'row'),
    known: rowsOf(reply, 'known').sort(),
    unreadable: Number(rowsOf(reply, 'bad')[0]?.[0] ?? 0),
  };
};
