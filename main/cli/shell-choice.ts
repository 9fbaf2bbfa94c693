import { type ElectronPlace, findElectron } from './electron/find-electron.ts';

export type ShellChoice =
  | { readonly shell: 'desktop'; readonly program: string }
  /** A display and a terminal, but no program yet. */
  | { readonly shell: 'fetch'; readonly place: ElectronPlace }
  /** `why` stands in the line about the window. */
  | { readonly shell: 'server'; readonly why: string }
  /** Asked for by name, and not possible. */
  | { readonly shell: 'none'; readonly why: string };

export interface Surroundings {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly isTty: boolean;
  /** `--tray`: fetch it even without being asked on a terminal. */
  readonly wantsTray: boolean;
}

/** Which shell `pynchy start` runs. PYNCHY_SHELL decides; else what this machine has. */
export const chooseShell = (o: Surroundings): ShellChoice => {
  const wanted = o.env.PYNCHY_SHELL;
  if (wanted === 'server') return { shell: 'server', why: 'PYNCHY_SHELL=server asks for it' };
  const obstacle = noDisplay(o);
  if (wanted === 'desktop' || o.wantsTray) {
    if (obstacle !== null) return { shell: 'none', why: obstacle };
    const place = findElectron(o.root);
    if (!place) return { shell: 'none', why: 'the package electron is not installed (npm ci --omit=dev leaves it out)' };
    return place.program ? { shell: 'desktop', program: place.program } : { shell: 'fetch', place };
  }
  if (wanted !== undefined && wanted !== '') return { shell: 'none', why: `PYNCHY_SHELL is "${wanted}"; it can be desktop or server` };
  if (obstacle !== null) return { shell: 'server', why: `${obstacle}, so there is no tray here` };
  const place = findElectron(o.root);
  if (!place) return { shell: 'server', why: 'in your browser; Electron is not installed here, so there is no tray' };
  if (place.program) return { shell: 'desktop', program: place.program };
  if (!o.isTty || o.env.CI) return { shell: 'server', why: 'in your browser; for the tray: npm start -- --tray' };
  return { shell: 'fetch', place };
};

const noDisplay = ({ env, platform }: Surroundings): string | null => {
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return 'no display found (DISPLAY and WAYLAND_DISPLAY are empty)';
  if (env.SSH_CONNECTION && platform !== 'linux') return 'you are here over SSH';
  return null;
};
