import { linkInArguments, readDeepLink } from '../../main/desktop/deep-links.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { damaged, hostileText } from './hostile-values.ts';

const good = ['pynchy://open', 'pynchy://new', 'pynchy://chat/chat_01', 'pynchy://approvals', 'pynchy://settings'];
const shown = /^(?:|#\/chat\/[\w-]{1,80}|#\/(?:approvals|accounts|workspaces|plugins|activity|health|settings))$/;

/** Links that anybody can make: they show something, or nothing happens. */
export const fuzzDeepLinks: FuzzTarget = async ({ random, n }) => {
  const faults: string[] = [];
  for (let i = 0; i < n; i++) {
    const link = random.chance(0.5)
      ? damaged(random, random.pick(good))
      : `pynchy:${random.pick(['//', '/', ''])}${hostileText(random)}${hostileText(random)}`;
    try {
      const action = readDeepLink(linkInArguments([hostileText(random), link]) ?? link);
      if (action !== null && action.do !== 'new-chat' && !shown.test(action.hash))
        faults.push(`${JSON.stringify(link)} shows ${action.hash}`);
    } catch (error) {
      faults.push(`${JSON.stringify(link)}: ${String(error)}`);
    }
  }
  return { cases: n, faults };
};
