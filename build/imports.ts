import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseAst } from 'rolldown/parseAst';

export interface Import {
  readonly from: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** The tree's own source files (tracked or new), tests and fixtures left out. */
export const sourceFiles = (root: string): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    // A file that was removed is still listed until that is committed.
    .filter((f) => f !== '' && !isTest(f) && !f.endsWith('.d.ts') && existsSync(join(root, f)));

export const isTest = (file: string): boolean =>
  /\.(test|fixture)\.tsx?$|(^|\/)(testing|tests)\/|(^|\/)test-[^/]*\.ts$|\.config\.ts$/.test(file);

type Node = { readonly type: string; readonly [key: string]: unknown };

/** Every import of a file: static, `import type`, re-exports and dynamic ones with a literal. */
export const importsOf = (root: string, file: string): Import[] => {
  const found: Import[] = [];
  const add = (source: unknown, typeOnly: boolean): void => {
    const specifier = (source as { value?: unknown } | null)?.value;
    if (typeof specifier === 'string') found.push({ from: file, specifier, typeOnly });
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!value || typeof value !== 'object') return;
    const node = value as Node;
    if (node.type === 'ImportDeclaration') {
      const named = node.specifiers as readonly { importKind?: string }[];
      add(node.source, node.importKind === 'type' || (named.length > 0 && named.every((s) => s.importKind === 'type')));
    } else if (node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') {
      const named = (node.specifiers as readonly { exportKind?: string }[] | undefined) ?? [];
      add(node.source, node.exportKind === 'type' || (named.length > 0 && named.every((s) => s.exportKind === 'type')));
    } else if (node.type === 'ImportExpression') add(node.source, false);
    else if (node.type === 'TSImportType') add(node.source ?? (node.argument as { literal?: unknown } | undefined)?.literal, true);
    for (const key of Object.keys(node)) if (key !== 'type') visit(node[key]);
  };
  visit(parseAst(readFileSync(join(root, file), 'utf8'), { lang: file.endsWith('x') ? 'tsx' : 'ts' }, file));
  return found;
};

/** The file an import points to, or null for a package or a Node module. */
export const targetOf = ({ from, specifier }: Import): string | null => {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  if (specifier.startsWith('#contract/')) return `main/contract/${specifier.slice(10)}`;
  if (specifier.startsWith('#core/')) return `main/core/${specifier.slice(6)}`;
  if (specifier === '#plugin-api') return 'plugins/api/index.ts';
  return null;
};

export const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
