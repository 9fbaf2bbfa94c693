import { useCallback, useState } from 'react';
import { colorChoices, defaultUiSettings, densities, type UiSettings, type UiSettingsChange } from '#contract/model/ui-settings.ts';
import { failureText } from './failure.ts';
import { useHost } from './host.ts';
import { useResource } from './resource.ts';

// The page that is opened next begins with these, before the host has answered. first-paint.js reads the same entry.
const copyKey = 'pynchy-ui';

/** The page writes this entry itself: it is damaged by hand or by an older window only, and then it is not used. */
const isUsable = ({ colors, density }: UiSettings): boolean => colorChoices.includes(colors) && densities.includes(density);

/** What this browser saw last; the defaults when it saw none or holds something else. */
export const lastSeenSettings = (): UiSettings => {
  try {
    const copy: UiSettings = { ...defaultUiSettings, ...JSON.parse(localStorage.getItem(copyKey) ?? '{}') };
    return isUsable(copy) ? copy : defaultUiSettings;
  } catch {
    // Storage may be forbidden; the host has the truth.
    return defaultUiSettings;
  }
};

export const keepCopy = (settings: UiSettings): void => {
  try {
    localStorage.setItem(copyKey, JSON.stringify(settings));
  } catch {
    // A copy only.
  }
};

export interface UiSettingsState {
  readonly ui: UiSettings;
  /** False until the host has answered: a choice that depends on them must wait. */
  readonly isKnown: boolean;
  /** Shown at once and then saved; on failure the old value comes back and `error` says why. */
  readonly change: (part: UiSettingsChange) => Promise<void>;
  readonly error: string | null;
}

/** How the window looks and behaves, as the host keeps it. */
export const useUiSettings = (): UiSettingsState => {
  const { client, resources } = useHost();
  const { value } = useResource(resources.ui);
  const [error, setError] = useState<string | null>(null);
  const change = useCallback(
    async (part: UiSettingsChange) => {
      setError(null);
      resources.ui.set((now) => ({ ...(now ?? lastSeenSettings()), ...part }));
      try {
        const saved = await client.settings.setUi(part);
        resources.ui.set(() => saved);
      } catch (failure) {
        setError(failureText(failure));
        resources.ui.refresh();
      }
    },
    [client, resources],
  );
  return { ui: value ?? lastSeenSettings(), isKnown: value !== null, change, error };
};
