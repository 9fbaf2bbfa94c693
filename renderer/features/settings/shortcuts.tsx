import { t } from '../../locales/translate.ts';
import { shellCapabilities } from '../../rpc/shell.ts';
import { type KeyLine, KeyList } from '../../ui/key-list.tsx';
import { keysText } from '../../ui/keys.tsx';
import { GlobalShortcut } from './global-shortcut.tsx';

export interface KeyGroup {
  readonly label: string;
  readonly lines: readonly KeyLine[];
}

/** Every key there is; in the desktop app also the one that works in other programs. */
export const Shortcuts = ({ groups }: { groups: readonly KeyGroup[] }) => {
  const shell = shellCapabilities();
  return (
    <>
      <p className="py-dim">{t('settings.shortcutsWhy', { keys: keysText('mod+K') })}</p>
      {shell && <GlobalShortcut shell={shell} />}
      {groups.map(({ label, lines }) => (
        <section key={label} className="py-settings__group">
          <h3>{label}</h3>
          <KeyList lines={lines} />
        </section>
      ))}
    </>
  );
};
