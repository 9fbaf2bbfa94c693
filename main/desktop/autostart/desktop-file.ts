/** The entry that a Linux desktop reads at login. Quoted as the Desktop Entry Specification says. */
export const desktopFile = (program: string, args: readonly string[]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Pynchy',
    'Comment=Personal assistant in the tray',
    `Exec=${[program, ...args].map(quoted).join(' ')}`,
    'Icon=pynchy',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');

// Inside quotes four characters are escaped; the string rule of the file doubles each backslash once more.
const quoted = (word: string): string =>
  /^[\w@+=:,./-]+$/.test(word)
    ? word
    : `"${word
        .replace(/(["`$\\])/g, '\\$1')
        .replaceAll('\\', '\\\\')
        .replaceAll('%', '%%')}"`;
