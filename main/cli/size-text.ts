const units = ['B', 'KB', 'MB', 'GB'] as const;

/** 950 B, 12 KB, 3.4 MB */
export const sizeText = (bytes: number): string => {
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(1024)));
  const value = bytes / 1024 ** step;
  return `${value >= 10 ? Math.round(value) : Math.round(value * 10) / 10} ${units[step]}`;
};
