export const colorChoices = ['light', 'dark', 'auto'] as const;
export const densities = ['comfortable', 'compact'] as const;
export const languages = ['en', 'pseudo'] as const;
/** Needs of which a person may be told while the window is not in front. */
export const needs = ['approval', 'question', 'answer', 'failure'] as const;
export type Need = (typeof needs)[number];
/** The first steps: not seen yet, put off, or gone through. */
export const welcomeStates = ['new', 'later', 'done'] as const;
export const welcomeSteps = ['think', 'work', 'say'] as const;
export type WelcomeStep = (typeof welcomeSteps)[number];

/** Text is never smaller or larger than this, in per cent of the normal size. */
export const textPercents = { min: 90, max: 140, step: 10 } as const;

/** How the window looks and behaves, for every window and browser of one host. ui-settings-schema.ts checks it. */
export interface UiSettings {
  colors: (typeof colorChoices)[number];
  density: (typeof densities)[number];
  textPercent: number;
  language: (typeof languages)[number];
  /** Shows what only people who build Pynchy need. */
  developer: boolean;
  notify: Need[];
  /** Nothing is announced between these local times of day ("22:00"); null = no quiet hours. */
  quiet: { from: string; to: string } | null;
  sidebar: boolean;
  welcome: (typeof welcomeStates)[number];
  welcomeStep: WelcomeStep;
  /** Hints that were read and put away. */
  seen: string[];
}
export type UiSettingsChange = Partial<UiSettings>;

export const defaultUiSettings: UiSettings = {
  colors: 'auto',
  density: 'comfortable',
  textPercent: 100,
  language: 'en',
  developer: false,
  notify: [...needs],
  quiet: null,
  sidebar: true,
  welcome: 'new',
  welcomeStep: 'think',
  seen: [],
};
