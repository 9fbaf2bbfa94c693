import { Button } from '@mantine/core';
import { IconLock, IconShieldCheck, IconShieldHalf, IconTool, IconUserShield } from '@tabler/icons-react';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { ProfileView, ToolView } from '#contract/ui/domains/profiles.ts';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { Choice } from '../../../ui/choice.tsx';
import { Outcome } from '../../../ui/outcome.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { reasonText } from '../../../ui/reason-text.ts';
import { SecurityEditor } from './editor.tsx';
import { Risks } from './risks.tsx';
import { UnusedProfile } from './unused.tsx';
import { profileTitle, profileWhat } from './words.ts';

const icons: Readonly<Record<string, ReactNode>> = {
  locked: <IconLock size={20} />,
  standard: <IconShieldHalf size={20} />,
  trusted: <IconShieldCheck size={20} />,
  admin: <IconTool size={20} />,
};
interface SecurityProfileProps {
  readonly workspace: WorkspaceView;
  readonly profiles: readonly ProfileView[];
  readonly tools: readonly ToolView[];
  /** Ids of the rules in force: "Saved" speaks of the last change alone. */
  readonly ruleIds: string;
}

/** Which profile a workspace has, what could go wrong with it, and the way to one of its own. */
export const SecurityProfile = ({ workspace, profiles, tools, ruleIds }: SecurityProfileProps) => {
  const { client, resources } = useHost();
  const [editing, setEditing] = useState<{ readonly from: ProfileView; readonly id: string | null } | null>(null);
  const [isSaved, setSaved] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when a rule came, went or moved
  useEffect(() => setSaved(false), [ruleIds]);
  useEffect(() => {
    if (editing) setSaved(false);
  }, [editing]);
  const [wanted, setWanted] = useState(workspace.profile);
  const { name } = workspace;
  const choices = useRef<HTMLFieldSetElement>(null);
  const put = useCallback(
    async (id: string) => {
      setWanted(id);
      setSaved(false);
      const answered = await client.workspaces.set({ name, profile: id });
      resources.workspaces.set((all) => (all ?? []).map((other) => (other.id === answered.id ? answered : other)));
      setSaved(true);
    },
    [client, resources, name],
  );
  const choose = useAction(put);
  const close = (): void => {
    setEditing(null);
    requestAnimationFrame(() => choices.current?.querySelector<HTMLElement>('input:checked')?.focus());
  };
  const offered = profiles.filter(({ id }) => id !== 'admin' || workspace.isAdmin || workspace.profile === 'admin');
  return (
    <section className="py-card py-ws__card" aria-label={t('security.profile')}>
      <div>
        <h2>{t('security.profile')}</h2>
        <p className="py-dim">{t('security.profileWhat')}</p>
      </div>
      <fieldset ref={choices} className="py-choices" aria-label={t('security.profile')}>
        {offered.map((profile) => (
          <Choice
            key={profile.id}
            name="profile"
            isChosen={(choose.busy ? wanted : workspace.profile) === profile.id}
            onChoose={() => void choose.run(profile.id)}
            icon={icons[profile.id] ?? <IconUserShield size={20} />}
            title={profileTitle(profile)}
            why={profileWhat(profile)}
          >
            <Faults profile={profile} />
            <Risks risks={profile.risks} />
            <div className="py-ws__buttons">
              {!profile.isReadyMade && (
                <Button size="compact-sm" variant="default" onClick={() => setEditing({ from: profile, id: profile.id })}>
                  {t('security.change')}
                </Button>
              )}
              <Button size="compact-sm" variant="default" onClick={() => setEditing({ from: profile, id: null })}>
                {t('security.copy')}
              </Button>
            </div>
          </Choice>
        ))}
      </fieldset>
      {choose.error && <Outcome result={{ ok: false, text: choose.error }} />}
      {isSaved && !choose.error && <Outcome result={{ ok: true, text: t('security.saved') }} />}
      {(editing ? [] : offered)
        .filter(({ id, isReadyMade, usedBy }) => !isReadyMade && usedBy.length === 0 && id !== workspace.profile)
        .map(({ id }) => (
          <UnusedProfile key={id} id={id} />
        ))}
      {editing && (
        <SecurityEditor
          key={`${editing.from.id}/${editing.id}`}
          from={editing.from}
          id={editing.id}
          tools={tools}
          taken={profiles.map(({ id }) => id)}
          onClose={close}
          onSaved={async (saved) => {
            await put(saved);
            close();
          }}
        />
      )}
    </section>
  );
};

const Faults = ({ profile }: { profile: ProfileView }) =>
  profile.faults.length > 0 && (
    <Problem
      what={t('security.notGood')}
      why={profile.faults.map(({ line, column, reason }) => t('security.faultAt', { line, column, text: reasonText(reason) })).join(' ')}
      next={profile.instead === null ? null : t('security.instead', { what: profile.instead })}
    />
  );
