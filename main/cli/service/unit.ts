export interface ServiceSpec {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** PYNCHY_HOME, where it was set. */
  readonly home: string | null;
}

/** A systemd user unit. */
export const systemdUnit = (s: ServiceSpec): string =>
  [
    '[Unit]',
    'Description=Pynchy, a personal assistant',
    '',
    '[Service]',
    `ExecStart=${s.command.map(systemdWord).join(' ')}`,
    ...(s.home === null ? [] : [`Environment=${systemdWord(`PYNCHY_HOME=${s.home}`)}`]),
    'Restart=on-failure',
    'RestartSec=5',
    '# Stopping in order takes at most 10 seconds.',
    'TimeoutStopSec=20',
    '',
    '[Install]',
    'WantedBy=default.target',
    '',
  ].join('\n');

// %, $ and quotes mean something in a unit file.
const systemdWord = (word: string): string =>
  `"${word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`;

/** A launchd agent. */
export const launchdAgent = (s: ServiceSpec): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    '  <key>Label</key><string>app.pynchy.host</string>',
    '  <key>ProgramArguments</key>',
    '  <array>',
    ...s.command.map((word) => `    <string>${xml(word)}</string>`),
    '  </array>',
    ...(s.home === null
      ? []
      : ['  <key>EnvironmentVariables</key>', `  <dict><key>PYNCHY_HOME</key><string>${xml(s.home)}</string></dict>`]),
    '  <key>RunAtLoad</key><true/>',
    '  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>',
    '  <key>ExitTimeOut</key><integer>20</integer>',
    '</dict>',
    '</plist>',
    '',
  ].join('\n');

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
