import { AppError } from '#contract/errors.ts';
import { nameProblem, plainName } from '#contract/model/names.ts';
import { visible } from '#contract/text/visible.ts';

/** The name as it is stored (NFC). Throws name-signs, name-start, name-long, name-mixed. */
export const checkName = (given: string): string => {
  const name = given.normalize('NFC');
  const problem = nameProblem(name);
  if (problem === null) return name;
  const { code } = problem;
  const shown = { name: visible(name.slice(0, 80)), plain: plainName(name).slice(0, 60) || 'home-2' };
  throw new AppError(code, code === 'name-signs' ? { ...shown, signs: problem.signs.slice(0, 10).map(shownSign).join(' ') } : shown);
};

const shownSign = (sign: string): string => (/\s/u.test(sign) ? `“${visible(sign)}”` : visible(sign));
