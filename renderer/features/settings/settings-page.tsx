import { UnstyledButton } from '@mantine/core';
import {
  IconBell,
  IconDatabase,
  IconDeviceMobileMessage,
  IconKeyboard,
  IconLanguage,
  IconPalette,
  IconPower,
  IconShieldHalfFilled,
} from '@tabler/icons-react';
import { useLayoutEffect, useRef } from 'react';
import { t } from '../../locales/translate.ts';
import { shellCapabilities } from '../../rpc/shell.ts';
import { useUiSettings } from '../../rpc/ui-settings.ts';
import { Problem } from '../../ui/problem.tsx';
import { Appearance } from './appearance.tsx';
import { DeputySection } from './deputy.tsx';
import { Language } from './language.tsx';
import { Notifications } from './notifications.tsx';
import { offeredSections, type SettingsSection } from './sections.ts';
import { Sending } from './sending.tsx';
import type { KeyGroup } from './shortcuts.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { Startup } from './startup.tsx';
import { YourData } from './your-data.tsx';
import './settings.css';

const icons = {
  appearance: IconPalette,
  language: IconLanguage,
  shortcuts: IconKeyboard,
  notifications: IconBell,
  sending: IconDeviceMobileMessage,
  deputy: IconShieldHalfFilled,
  startup: IconPower,
  data: IconDatabase,
} as const;

export interface SettingsPageProps {
  readonly part: string | null;
  readonly onPart: (part: SettingsSection) => void;
  readonly keyGroups: readonly KeyGroup[];
  readonly onWelcome: () => void;
}

const Section = ({ section, keyGroups, onWelcome }: { section: SettingsSection } & Pick<SettingsPageProps, 'keyGroups' | 'onWelcome'>) => {
  const { ui, change, error } = useUiSettings();
  const shell = shellCapabilities();
  return (
    <>
      {error && <Problem what={t('settings.saveFailed')} why={error} />}
      {section === 'appearance' && <Appearance ui={ui} change={change} />}
      {section === 'language' && <Language ui={ui} change={change} />}
      {section === 'shortcuts' && <Shortcuts groups={keyGroups} />}
      {section === 'notifications' && <Notifications ui={ui} change={change} />}
      {section === 'sending' && <Sending />}
      {section === 'deputy' && <DeputySection />}
      {section === 'startup' && shell && <Startup shell={shell} />}
      {section === 'data' && <YourData onWelcome={onWelcome} />}
    </>
  );
};

/** How Pynchy looks and behaves, a section at a time. */
export const SettingsPage = ({ part, onPart, keyGroups, onWelcome }: SettingsPageProps) => {
  const offered = offeredSections();
  const section = offered.find((known) => known === part) ?? 'appearance';
  const here = useRef<HTMLButtonElement>(null);
  // In a narrow window the sections are a row that scrolls.
  useLayoutEffect(() => {
    here.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, []);
  return (
    <div className="py-scroll">
      <div className="py-page py-settings">
        <h1>{t('settings.title')}</h1>
        <nav className="py-settings__nav" aria-label={t('settings.sections')}>
          {offered.map((known) => {
            const Icon = icons[known];
            return (
              <UnstyledButton
                key={known}
                ref={known === section ? here : undefined}
                className="py-side__place"
                aria-current={known === section ? 'page' : undefined}
                onClick={() => onPart(known)}
              >
                <Icon size={18} aria-hidden />
                {t(`settings.${known}`)}
              </UnstyledButton>
            );
          })}
        </nav>
        <section className="py-settings__body" aria-labelledby="py-settings-section">
          <h2 id="py-settings-section">{t(`settings.${section}`)}</h2>
          <Section key={section} section={section} keyGroups={keyGroups} onWelcome={onWelcome} />
        </section>
      </div>
    </div>
  );
};
