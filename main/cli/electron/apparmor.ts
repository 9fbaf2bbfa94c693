import { dirname } from 'node:path';
import { pynchyCommand } from '#contract/text/pynchy-command.ts';

export const sandboxRefusedText = (): string =>
  `Electron may not create its sandbox here (AppArmor). Allow it for this folder only: ${pynchyCommand()} setup apparmor  (prints the profile and the sudo lines; runs nothing itself). Until then: browser.`;

/** A profile that allows user namespaces to this one program, and what a person types to load it. */
export const apparmorSetup = (program: string): string[] => {
  const name = 'pynchy-electron';
  const file = `/etc/apparmor.d/${name}`;
  // AppArmor reads these characters as patterns.
  const path = program.replaceAll(/([\\*?[\]{}^"])/g, '\\$1');
  return [
    '# Ubuntu lets only named programs make a sandbox of their own. This profile names one: the Electron in',
    `# ${dirname(program)}. Nothing else on this computer is changed. Run these lines yourself:`,
    '',
    `sudo tee ${file} >/dev/null <<'PROFILE'`,
    'abi <abi/4.0>,',
    'include <tunables/global>',
    '',
    `profile ${name} "${path}" flags=(unconfined) {`,
    '  userns,',
    '}',
    'PROFILE',
    `sudo apparmor_parser --replace ${file}`,
    '',
    '# To take it back:',
    `#   sudo apparmor_parser --remove ${file} && sudo rm ${file}`,
  ];
};
