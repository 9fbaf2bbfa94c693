// Runs before anything is painted, so that the page never flashes in other colours or sizes. It reads the copy that
// rpc/ui-settings.ts keeps; whatever is damaged is ignored.
(() => {
  const page = document.documentElement;
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem('pynchy-ui') ?? '{}') ?? {};
  } catch {
    // Nothing was kept, or storage is forbidden.
  }
  const isDark = kept.colors === 'dark' || (kept.colors !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  page.dataset.mantineColorScheme = isDark ? 'dark' : 'light';
  if (kept.density === 'compact') page.dataset.density = 'compact';
  if (kept.developer === true && kept.language === 'pseudo') page.dataset.locale = 'pseudo';
  if (Number.isInteger(kept.textPercent) && kept.textPercent >= 90 && kept.textPercent <= 140) page.style.fontSize = `${kept.textPercent}%`;
})();
