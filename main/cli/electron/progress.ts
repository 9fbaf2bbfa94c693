/** "Fetching Electron 45.4 (112 MB), once …  34 %   press b for the browser now" */
export const progressLine = (version: string, done: number, total: number | null): string => {
  const short = version.split('.').slice(0, 2).join('.');
  const size = total === null ? '' : ` (${Math.round(total / 1_000_000)} MB)`;
  const part = total === null ? `${Math.round(done / 1_000_000)} MB` : `${Math.floor((100 * done) / total)} %`;
  return `Fetching Electron ${short}${size}, once …  ${part}   press b for the browser now`;
};
