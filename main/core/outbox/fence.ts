const fenceLine = /^ {0,3}(`{3,10}|~{3,10})(?!`|~)(.{0,40})$/;

/** The opening line ("```js") of the code fence that is open after `line`, null outside. */
export const fenceOf = (open: string | null, line: string): string | null => {
  const match = fenceLine.exec(line);
  if (!match) return open;
  const [, marker = '', rest = ''] = match;
  // An info string with a backtick is a code span in a line of its own.
  if (open === null) return marker.startsWith('`') && rest.includes('`') ? null : marker + rest.trimEnd();
  const own = markerOf(open);
  return rest.trim() === '' && marker[0] === own[0] && marker.length >= own.length ? null : open;
};

/** What closes a fence that was opened by this line. */
export const markerOf = (open: string): string => /^[`~]+/.exec(open)?.[0] ?? '```';
