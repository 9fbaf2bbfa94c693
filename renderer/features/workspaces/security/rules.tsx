import { ActionIcon, Button } from '@mantine/core';
import { IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { ToolView } from '#contract/ui/domains/profiles.ts';
import type { RuleView } from '#contract/ui/domains/rules.ts';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { Outcome } from '../../../ui/outcome.tsx';
import { dayInText } from '../../../ui/time.ts';
import { useFocusBack } from '../../../ui/use-focus-back.ts';
import { SecurityRuleForm } from './rule-form.tsx';

interface SecurityRulesProps {
  readonly workspace: WorkspaceView;
  /** In the order in which they are asked. */
  readonly rules: readonly RuleView[];
  readonly tools: readonly ToolView[];
}

/** The rules of a workspace: what they say, who made them when, one click to take one back. */
export const SecurityRules = ({ workspace, rules, tools }: SecurityRulesProps) => {
  const { client } = useHost();
  const [isAdding, setAdding] = useState(false);
  const raise = useAction(useCallback((id: string) => client.rules.raise({ id }), [client]));
  const opener = useFocusBack();
  const remove = useAction(
    useCallback(
      async (id: string) => {
        await client.rules.remove({ id });
        // The button that was pressed goes with its rule.
        opener.giveBack();
      },
      [client, opener],
    ),
  );
  const error = raise.error ?? remove.error;
  return (
    <section className="py-card py-ws__card" aria-label={t('rules.title')}>
      <div>
        <h2>{t('rules.title')}</h2>
        <p className="py-dim">{t('rules.what')}</p>
      </div>
      {rules.length === 0 && <p className="py-dim">{t('rules.none')}</p>}
      {rules.length > 0 && (
        <ol className="py-sec__rules" aria-label={t('rules.title')}>
          {rules.map(({ id, text, madeBy, madeAt }, i) => (
            <li key={id}>
              <span className="py-break" translate="no">
                {text}
              </span>
              <span className="py-dim py-sec__made" translate="no">
                {t('rules.madeBy', { name: madeBy, day: dayInText(madeAt, Date.now()) })}
              </span>
              {i > 0 && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('rules.raise', { rule: text })}
                  title={t('rules.raiseHint')}
                  onClick={() => void raise.run(id)}
                >
                  <IconArrowUp size={16} />
                </ActionIcon>
              )}
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('rules.remove', { rule: text })}
                title={t('rules.removeHint')}
                onClick={() => void remove.run(id)}
              >
                <IconX size={16} />
              </ActionIcon>
            </li>
          ))}
        </ol>
      )}
      {error && <Outcome result={{ ok: false, text: error }} />}
      {isAdding ? (
        <SecurityRuleForm
          workspace={workspace}
          tools={tools}
          onClose={() => {
            setAdding(false);
            opener.giveBack();
          }}
        />
      ) : (
        <div className="py-ws__buttons">
          <Button ref={opener.ref} size="compact-sm" variant="default" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
            {t('rules.add')}
          </Button>
        </div>
      )}
    </section>
  );
};
