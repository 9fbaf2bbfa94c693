import { Button, NativeSelect } from '@mantine/core';
import { IconCode, IconFile, IconHome, IconSearch, IconUser } from '@tabler/icons-react';
import { type FormEvent, type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { type Color, colors } from '#contract/model/colors.ts';
import { plainName } from '#contract/model/names.ts';
import { workspaceTemplates } from '#contract/model/workspace-templates.ts';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { hasText, t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { folderPicker } from '../../rpc/shell.ts';
import { useAction } from '../../rpc/use-action.ts';
import { ColorChoice } from '../../ui/color-choice.tsx';
import { FolderChoice } from '../../ui/folder-choice.tsx';
import { isName, NameField } from '../../ui/name-field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { ProfileField } from './security/field.tsx';

const icons: Readonly<Record<string, ReactNode>> = {
  personal: <IconUser size={18} aria-hidden />,
  coding: <IconCode size={18} aria-hidden />,
  research: <IconSearch size={18} aria-hidden />,
  household: <IconHome size={18} aria-hidden />,
};
const words = (id: string, what: 'title' | 'what' | 'name'): string => {
  const key = `template.${id}.${what}`;
  return hasText(key) ? t(key) : id;
};
const choices: readonly { id: string; color: Color }[] = [...workspaceTemplates, { id: 'empty', color: 'stone' }];

const shownNameOf = (typed: string | null, template: string): string => typed ?? words(template, 'name');

/** What a new workspace begins as, its name and its account. */
export const NewWorkspace = ({ onAdded, onCancel }: { onAdded: (added: WorkspaceView) => void; onCancel: () => void }) => {
  const { client, resources } = useHost();
  const accounts = useResource(resources.accounts).value ?? [];
  const [template, setTemplate] = useState('personal');
  const [name, setName] = useState<string | null>(null);
  const [color, setColor] = useState<Color | null>(null);
  const [account, setAccount] = useState<string | null>(null);
  const [own, setOwn] = useState<string | null>(null);
  const [profile, setProfile] = useState('standard');
  const isReady = isName(shownNameOf(name, template)) && own?.trim() !== '';
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  // A real model before Practice, which answers by rules.
  const chosen = accounts.find((a) => a.name === account) ?? accounts.find(({ noAi }) => !noAi) ?? accounts[0];
  const shownName = shownNameOf(name, template);
  const shownColor = color ?? choices.find(({ id }) => id === template)?.color ?? colors[0];
  const add = useAction(
    useCallback(async () => {
      const request = {
        name: plainName(shownName),
        template: template === 'empty' ? null : template,
        color: shownColor,
        ownFolder: own,
        profile,
        ...(chosen ? { accounts: [chosen.name], realm: chosen.realm } : {}),
      };
      onAdded(await client.workspaces.add(request));
    }, [client, shownName, template, shownColor, own, profile, chosen, onAdded]),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) void add.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onCancel();
  };
  return (
    <form className="py-card py-ws__new" aria-label={t('workspaces.new')} onSubmit={submit} onKeyDown={onKeyDown}>
      <fieldset className="py-ws__templates">
        <legend>{t('workspaces.template')}</legend>
        {choices.map(({ id }, index) => (
          <label key={id} className="py-ws__template">
            <input
              ref={index === 0 ? first : null}
              type="radio"
              name="template"
              checked={template === id}
              onChange={() => setTemplate(id)}
            />
            {icons[id] ?? <IconFile size={18} aria-hidden />}
            <span>
              <strong>{words(id, 'title')}</strong>
              <span className="py-dim">{words(id, 'what')}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="py-ws__newfields">
        <NameField required value={shownName} onChange={setName} />
        <NativeSelect
          label={t('workspaces.account')}
          description={t('workspaces.accountHint')}
          translate="no"
          value={chosen?.name ?? ''}
          data={accounts.map((a) => a.name)}
          onChange={(event) => setAccount(event.currentTarget.value)}
        />
      </div>
      <div>
        <p className="py-ws__label">{t('workspaces.color')}</p>
        <ColorChoice label={t('workspaces.color')} value={shownColor} onChange={setColor} />
      </div>
      <div>
        <p className="py-ws__label" id="py-ws-folder">
          {t('workspaces.folder')}
        </p>
        <FolderChoice own={own} onChange={setOwn} pick={folderPicker()} labelledBy="py-ws-folder" />
      </div>
      <ProfileField value={profile} onChange={setProfile} />
      {add.error && <Problem what={t('workspaces.addFailed')} why={add.error} />}
      <div className="py-ws__buttons">
        <Button type="submit" loading={add.busy} disabled={!isReady}>
          {t('workspaces.create')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
};
