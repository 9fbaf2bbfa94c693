import type { z } from 'zod';

const kinds = 'path-under, host-in, chat-in, field-in, amount-at-most, hours, rate';
const wanted: Readonly<Record<string, string>> = {
  tool: 'the name of a tool, or "*" for every tool',
  conditions: 'a list of what has to be so; [] stands for every call of the tool',
  decision: '"allow", "ask" or "deny"',
  is: `one of ${kinds}`,
  folder: 'a folder of the workspace, such as "taxes"',
  hosts: 'a list of hosts, such as ["example.org"]',
  chats: 'a list of chats, each with "id" and "name"',
  field: 'the name of a field of the call',
  values: 'a list of values',
  most: 'a number that fits',
  from: 'a time of day such as "09:00"',
  to: 'a time of day such as "17:30"',
  zone: 'a time zone such as "Europe/Berlin"',
};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inside, part) => (inside !== null && typeof inside === 'object' ? (inside as Record<PropertyKey, unknown>)[part] : undefined),
    value,
  );

/** What is wrong with something that was meant as a rule: a sentence for each fault. */
export const ruleFaults = (value: unknown, issues: readonly z.core.$ZodIssue[]): string[] =>
  issues.flatMap((issue) => {
    const place = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `"${key}" is not known ${place === '' ? 'in a rule' : `in "${place}"`}.`);
    if (place === '') return [`A rule is an object with "tool", "conditions" and "decision".`];
    const want = wanted[String(issue.path.findLast((part) => typeof part === 'string'))] ?? 'something else';
    return [valueAt(value, issue.path) === undefined ? `"${place}" is missing: it is ${want}.` : `"${place}" has to be ${want}.`];
  });
