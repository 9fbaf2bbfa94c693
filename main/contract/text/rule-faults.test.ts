import { expect, it } from 'vitest';
import { RuleBody } from '../model/rule.ts';
import { ruleFaults } from './rule-faults.ts';

const faults = (value: unknown): string[] => ruleFaults(value, RuleBody.safeParse(value).error?.issues ?? []);
const rule = (...conditions: unknown[]) => ({ tool: 'run', conditions, decision: 'deny' });

it.each<[unknown, string[]]>([
  [rule(), []],
  [
    { tool: 'run', decision: 'deny' },
    ['"conditions" is missing: it is a list of what has to be so; [] stands for every call of the tool.'],
  ],
  [{ ...rule(), decision: 'no' }, ['"decision" has to be "allow", "ask" or "deny".']],
  [{ ...rule(), because: 1 }, ['"because" is not known in a rule.']],
  [rule({ is: 'colour' }), [expect.stringMatching(/^"conditions\.0\.is" has to be one of path-under, host-in/)]],
  [rule({ is: 'path-under', folder: 'a', deep: true }), ['"deep" is not known in "conditions.0".']],
  [
    rule({ is: 'hours', from: '9', to: '17:00', zone: 'Mars' }),
    ['"conditions.0.from" has to be a time of day such as "09:00".', '"conditions.0.zone" has to be a time zone such as "Europe/Berlin".'],
  ],
  [rule({ is: 'host-in', hosts: [] }), ['"conditions.0.hosts" has to be a list of hosts, such as ["example.org"].']],
  [[], ['A rule is an object with "tool", "conditions" and "decision".']],
])('says of %j what is wrong', (value, expected) => expect(faults(value)).toEqual(expected));
