import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import type { SandboxPanelView } from '#contract/ui/domains/sandbox.ts';
import { t } from '../../../locales/translate.ts';
import { Problem } from '../../../ui/problem.tsx';
import { reasonParts } from '../../../ui/reason-text.ts';
import { type Remedy, remediesFor, type Trouble } from './remedies.ts';

export interface TroubleProps {
  readonly trouble: Trouble;
  readonly panel: SandboxPanelView;
  readonly busy: boolean;
  readonly onRemedy: (remedy: Remedy) => void;
}

const key = (remedy: Remedy): string => `${remedy.do} ${'plugin' in remedy ? remedy.plugin : ''}`;

/** What is wrong with the sandbox, why, and what to click. */
export const SandboxTrouble = ({ trouble: { reason, provider, blocks }, panel, busy, onRemedy }: TroubleProps) => {
  const clipboard = useClipboard({ timeout: 1_500 });
  const { what, why, next } = reasonParts(reason);
  const remedies = remediesFor(reason.code, provider, panel);
  const instead = !blocks && panel.provider !== null && provider !== panel.provider ? t('sandbox.instead', { kind: panel.provider }) : null;
  const textOf = (remedy: Remedy): string => {
    if (remedy.do === 'copy') return clipboard.copied ? t('copy.done') : t('sandbox.do.copy');
    return t(`sandbox.do.${remedy.do}`);
  };
  const press = (remedy: Remedy): void => (remedy.do === 'copy' ? clipboard.copy(remedy.command) : onRemedy(remedy));
  return (
    <Problem what={what ?? ''} why={why} next={[next, instead].filter(Boolean).join(' ') || null} tone={blocks ? 'bad' : 'warn'}>
      {remedies.map((remedy, i) => (
        <Button
          key={key(remedy)}
          size="compact-sm"
          variant={i === 0 ? 'filled' : 'default'}
          loading={busy && (remedy.do === 'start' || remedy.do === 'automatic')}
          onClick={() => press(remedy)}
        >
          {textOf(remedy)}
        </Button>
      ))}
    </Problem>
  );
};
