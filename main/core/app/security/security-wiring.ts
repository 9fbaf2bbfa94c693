import { hasTool } from '#contract/model/profile.ts';
import type { ToolFacts, ToolField } from '#contract/model/profile-risks.ts';
import type { Plugins } from '../../plugins/plugins.ts';
import { createProfilesService } from '../../services/profiles.ts';
import { createRulesService } from '../../services/rules.ts';
import type { AgentTool } from '../../tools/tool.ts';
import type { Foundation } from '../foundation.ts';
import { createAuthorities } from './authority.ts';

const kindOf = (schema: unknown): ToolField['kind'] => {
  const type = schema !== null && typeof schema === 'object' && 'type' in schema ? schema.type : null;
  if (type === 'string') return 'text';
  if (type === 'number' || type === 'integer') return 'number';
  return type === 'boolean' ? 'yes-no' : 'other';
};
// The JSON Schema that the model is shown.
const fieldsOf = ({ properties, required }: AgentTool['input']): ToolField[] =>
  properties === null || typeof properties !== 'object'
    ? []
    : Object.entries(properties).map(([name, schema]) => ({
        name,
        kind: kindOf(schema),
        isRequired: Array.isArray(required) && required.includes(name),
      }));
const factsOf = ({ name, pluginId = null, tier, flows, input }: AgentTool): ToolFacts => ({
  name,
  pluginId,
  tier: typeof tier === 'function' ? 'depends' : tier,
  isSource: typeof flows !== 'function' && flows.untrustedSource,
  fields: fieldsOf(input),
});

/** What workspaces may do: profiles and rules, and what of the tools is there under them. */
export const wireSecurity = (
  f: Foundation,
  w: {
    plugins: Pick<Plugins, 'list'>;
    allTools: () => readonly AgentTool[];
    folder: (workspaceId: string) => string;
    /** Another profile is in force somewhere. */
    changed: () => void;
  },
) => {
  const { store, clock, audit } = f;
  const profiles = createProfilesService({
    store,
    audit,
    tools: () => w.allTools().map(factsOf),
    plugins: () => w.plugins.list().map(({ id }) => id),
    changed: w.changed,
    log: f.logFile.scope('policy'),
  });
  const authorities = createAuthorities({ store, clock, profiles, folder: w.folder });
  /** Those that exist in a workspace: offered to the model, and carried out. */
  const toolsOf = (workspaceId: string): AgentTool[] => {
    const { profile } = profiles.of(workspaceId);
    return w.allTools().filter(({ name, pluginId = null }) => hasTool(profile, { name, pluginId }));
  };
  const rules = createRulesService({ store, clock, audit, toolNames: (id) => toolsOf(id).map(({ name }) => name) });
  return { profiles, authorities, rules, toolsOf };
};
export type Security = ReturnType<typeof wireSecurity>;
