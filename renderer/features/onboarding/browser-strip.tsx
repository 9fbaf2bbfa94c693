import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../../locales/translate.ts';
import { shellCapabilities } from '../../rpc/shell.ts';
import { useUiSettings } from '../../rpc/ui-settings.ts';
import './onboarding.css';

const hint = 'browser-strip';

/** What a browser cannot do, said once; put away for every browser of this host. */
export const BrowserStrip = () => {
  const { ui, isKnown, change } = useUiSettings();
  const [isOpen, setOpen] = useState(false);
  if (shellCapabilities() !== null || !isKnown || ui.seen.includes(hint)) return null;
  return (
    <section className="py-strip" aria-label={t('strip.label')}>
      <p>{t('strip.text')}</p>
      <Button size="compact-xs" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t('strip.missing')}
      </Button>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('strip.close')}
        title={t('strip.close')}
        onClick={() => void change({ seen: [...ui.seen, hint] })}
      >
        <IconX size={15} />
      </ActionIcon>
      {isOpen && (
        <ul>
          <li>{t('strip.tray')}</li>
          <li>{t('strip.shortcut')}</li>
          <li>{t('strip.autostart')}</li>
        </ul>
      )}
    </section>
  );
};
