import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { keepCopy, useUiSettings } from '../rpc/ui-settings.ts';

/** Makes the page look as the settings say, and keeps a copy for the first paint of the next one. */
export const useAppliedSettings = (): void => {
  const { ui, isKnown } = useUiSettings();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const locale = useRef(document.documentElement.dataset.locale ?? null);
  useEffect(() => {
    if (colorScheme !== ui.colors) setColorScheme(ui.colors);
  }, [colorScheme, setColorScheme, ui.colors]);
  useEffect(() => {
    const page = document.documentElement;
    if (ui.density === 'compact') page.dataset.density = 'compact';
    else delete page.dataset.density;
    page.style.fontSize = ui.textPercent === 100 ? '' : `${ui.textPercent}%`;
  }, [ui.density, ui.textPercent]);
  useEffect(() => {
    if (!isKnown) return;
    keepCopy(ui);
    // Texts are chosen when the page loads.
    const wanted = ui.developer && ui.language === 'pseudo' ? 'pseudo' : null;
    if (wanted !== locale.current) location.reload();
  }, [isKnown, ui]);
};
