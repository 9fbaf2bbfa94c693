import { z } from 'zod';
import { secretNameProblem } from '#contract/model/typed-secret.ts';
import { defineTool } from './define.ts';
import { type AgentTool, noFlows } from './tool.ts';

export interface SecretToolDeps {
  /** Names that commands of this workspace may use. */
  readonly namesFor: (workspaceId: string) => readonly string[];
}

/** A secret comes from the owner to the vault: the model learns its name. */
export const secretTools = (deps: SecretToolDeps): AgentTool[] => [
  defineTool({
    name: 'request_secret',
    description:
      'Ask the owner for a secret (a token, a password) that commands need. They type it into a field of the app; you never see it. Then name it in `secrets` of `run`, and the command finds it in its environment. Never ask for a secret in the chat.',
    schema: z.object({
      name: z.string().min(1).max(64).describe('As the environment variable is called, e.g. GITHUB_TOKEN'),
      why: z.string().min(1).max(500).describe('What it is for and where the owner finds it'),
    }),
    tier: 'read',
    flows: noFlows,
    effect: 'none',
    secret({ name, why }, { workspace }) {
      if (secretNameProblem(name) !== null)
        return { kind: 'refused', text: `"${name}" cannot be the name of a secret. Choose another one, such as MY_TOKEN.` };
      const text = `It is stored as ${name}. Commands get it when you name it in \`secrets\` of run.`;
      return deps.namesFor(workspace.id).includes(name) ? { kind: 'there', text } : { kind: 'wanted', name, why, text };
    },
    run: () => Promise.reject(new Error('a secret is asked for, never run')),
  }),
];
