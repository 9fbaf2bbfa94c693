import { NativeSelect, Switch } from '@mantine/core';
import { hasTool, type Profile } from '#contract/model/profile.ts';
import type { ToolView } from '#contract/ui/domains/profiles.ts';
import { t } from '../../../locales/translate.ts';
import { toolWhat } from './words.ts';

interface SecurityToolsProps {
  readonly profile: Profile;
  readonly tools: readonly ToolView[];
  readonly onChange: (profile: Profile) => void;
}

/** Which tools exist, and how each is treated. */
export const SecurityTools = ({ profile, tools, onChange }: SecurityToolsProps) => {
  const isOn = (tool: ToolView): boolean => hasTool({ ...profile, plugins: { which: 'all' } }, tool);
  const takesNew = profile.tools.which !== 'only';
  const withTools = (on: readonly string[], takes: boolean): void => {
    const off = tools.map(({ name }) => name).filter((name) => !on.includes(name));
    const tiers = Object.fromEntries(Object.entries(profile.tiers).filter(([name]) => on.includes(name)));
    const chosen: Profile['tools'] = !takes
      ? { which: 'only', names: [...on] }
      : off.length === 0
        ? { which: 'all' }
        : { which: 'except', names: off };
    onChange({ ...profile, tools: chosen, tiers });
  };
  const names = tools.filter(isOn).map(({ name }) => name);
  const setTier = (name: string, tier: string): void => {
    const { [name]: _, ...rest } = profile.tiers;
    onChange({ ...profile, tiers: tier === 'write' || tier === 'external' ? { ...rest, [name]: tier } : rest });
  };
  return (
    <fieldset className="py-sec__tools">
      <legend>{t('editor.tools')}</legend>
      <p className="py-dim">{t('editor.toolsWhat')}</p>
      <ul>
        {tools.map((tool) => (
          <li key={tool.name}>
            <Switch
              label={<span translate="no">{tool.name}</span>}
              description={toolWhat(tool.name)}
              checked={isOn(tool)}
              onChange={(event) =>
                withTools(event.currentTarget.checked ? [...names, tool.name] : names.filter((name) => name !== tool.name), takesNew)
              }
            />
            <NativeSelect
              size="xs"
              aria-label={t('editor.tier', { tool: tool.name })}
              disabled={!isOn(tool)}
              value={profile.tiers[tool.name] ?? ''}
              data={[
                { value: '', label: t('editor.tier.own', { tier: t(`editor.tierIs.${tool.tier}`) }) },
                ...(tool.tier === 'external' ? [] : [{ value: 'external', label: t('editor.tier.external') }]),
                ...(tool.tier === 'external' || tool.tier === 'depends' ? [{ value: 'write', label: t('editor.tier.write') }] : []),
              ]}
              onChange={(event) => setTier(tool.name, event.currentTarget.value)}
            />
          </li>
        ))}
      </ul>
      <Switch label={t('editor.new.tools')} checked={takesNew} onChange={(event) => withTools(names, event.currentTarget.checked)} />
    </fieldset>
  );
};
