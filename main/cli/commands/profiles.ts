import { readFileSync } from 'node:fs';
import { messageOf } from '#contract/errors.ts';
import { renderReason } from '#contract/text/render.ts';
import type { ProfileView } from '#contract/ui/domains/profiles.ts';
import { type CliCommand, need, show, UsageError } from '../command.ts';
import { withHost } from '../connection.ts';

const wordsOf = (p: ProfileView): string[] => [
  `${p.id}${p.isReadyMade ? ' (ready-made)' : ''}${p.usedBy.length > 0 ? `  used by ${p.usedBy.join(', ')}` : ''}`,
  ...p.faults.map((f) => `    not as it should be: line ${f.line}, column ${f.column}, ${f.path}: ${renderReason(f.reason)}`),
  ...(p.instead === null ? [] : [`    in force instead: ${p.instead}`]),
  ...p.risks.map((risk) => `    could go wrong: ${renderReason(risk)}`),
];

const textIn = (file: string): string => {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(`The file ${file} cannot be read: ${messageOf(error)}`);
  }
};

export const profiles: CliCommand = {
  name: 'profiles',
  usage: 'profiles list|show NAME|save NAME FILE|remove NAME',
  summary:
    'What workspaces may do. "show" prints one as JSON; change that in a file and save it under a name of its own (FILE - reads from a pipe)',
  options: {},
  run: (call) =>
    withHost(call.env.home, async (host) => {
      const { env } = call;
      const [verb = 'list', name, file] = call.positionals;
      switch (verb) {
        case 'list': {
          const list = await host.profiles.list();
          show(env, list, () => list.flatMap(wordsOf));
          return 0;
        }
        case 'show': {
          const wanted = need(name, 'NAME');
          const found = (await host.profiles.list()).find(({ id }) => id === wanted);
          if (!found) throw new UsageError(`There is no profile "${wanted}".`);
          show(env, found, () => [found.text]);
          return 0;
        }
        case 'save': {
          const source = need(file, 'FILE');
          const saved = await host.profiles.save({ id: need(name, 'NAME'), text: textIn(source) });
          show(env, saved, () => wordsOf(saved));
          return 0;
        }
        case 'remove': {
          show(env, await host.profiles.remove({ id: need(name, 'NAME') }), () => ['Removed.']);
          return 0;
        }
        default:
          throw new UsageError(`There is no "profiles ${verb}".`);
      }
    }),
};
