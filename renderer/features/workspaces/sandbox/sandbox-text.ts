import type { SandboxView } from '#contract/ui/host-views.ts';
import { t } from '../../../locales/translate.ts';

/** The state of a sandbox in words; without any sandbox that works it says so. */
export const sandboxStateText = (sandbox: Pick<SandboxView, 'isolation' | 'state'>): string =>
  sandbox.isolation === null ? t('sandbox.none') : t(`sandbox.state.${sandbox.state}`);
