import { ToolboxError } from '../../contract/toolbox/toolbox.ts';

/** A glob: `*` and `?` stay within a name, `**` crosses folders, `{a,b}` and `[a-z]` choose. Without a slash it matches a name at any depth. */
export interface Glob {
  readonly matches: (relativePath: string) => boolean;
  /** Whether the pattern itself names this folder, so that a folder skipped by default is entered. */
  readonly names: (folder: string) => boolean;
}

export const parseGlob = (pattern: string): Glob => {
  const cleaned = pattern.replace(/^\/workspace\//, '').replace(/^\.\//, '');
  if (cleaned.split('/').includes('..') || cleaned.startsWith('/')) {
    throw new ToolboxError('outside-workspace', `outside-workspace: ${pattern}`);
  }
  const anchored = cleaned.includes('/') ? cleaned : `**/${cleaned}`;
  const expression = compile(anchored, pattern);
  return { matches: (path) => expression.test(path), names: (folder) => cleaned.split('/').includes(folder) };
};

const compile = (glob: string, pattern: string): RegExp => {
  let depth = 0;
  const source = glob.replace(/\*\*\/|\*\*|\*|\?|\[!?[^\]/]*\]|[{},]|[^*?[{},]+|\[/g, (token) => {
    switch (token) {
      case '**/':
        return '(?:[^/]*/)*';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      case '{':
        depth++;
        return '(?:';
      case '}':
        return depth-- > 0 ? ')' : '\\}';
      case ',':
        return depth > 0 ? '|' : ',';
      default:
        return /^\[.+\]$/.test(token) ? token.replace(/^\[!/, '[^').replaceAll('\\', '\\\\') : token.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
    }
  });
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    throw new ToolboxError('bad-pattern', `bad-pattern: ${pattern}`);
  }
};

/** The expression of a search. Rejects `bad-pattern` with what is wrong with it. */
export const parseSearch = (pattern: string, ignoreCase: boolean): RegExp => {
  try {
    return new RegExp(pattern, ignoreCase ? 'i' : '');
  } catch (error) {
    throw new ToolboxError('bad-pattern', error instanceof Error ? error.message : `bad-pattern: ${pattern}`);
  }
};
