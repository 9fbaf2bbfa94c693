import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { layers, onlyIn, singleImporters } from './layers.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}biome.json`;

/** biome.json: the hand-written base below, and one override per room written from the table in layers.ts. */
export const lintConfig = (): object => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  const known = [...Object.keys(dependencies), ...Object.keys(devDependencies), ...Object.keys(singleImporters)]
    .filter((name) => !name.startsWith('@types/'))
    .sort();
  const tests = ['**/*.test.ts', '**/*.test.tsx', '**/*.fixture.ts', '**/testing/**', '**/test-*.ts', 'tests/**', '**/*.config.ts'];
  return {
    $schema: './node_modules/@biomejs/biome/configuration_schema.json',
    files: {
      includes: [
        '**',
        '!out',
        '!dist',
        '!node_modules',
        '!package-lock.json',
        '!resources/samples',
        '!docs/**/*.svg',
        '!resources/icons',
        '!resources/tray',
      ],
    },
    formatter: { indentStyle: 'space', indentWidth: 2, lineWidth: 140 },
    javascript: { formatter: { quoteStyle: 'single' } },
    css: { formatter: { quoteStyle: 'single' } },
    linter: {
      enabled: true,
      rules: {
        preset: 'recommended',
        complexity: { noImportantStyles: 'off' },
        style: {
          noDefaultExport: 'error',
          noEnum: 'error',
          useImportType: 'error',
          useNodejsImportProtocol: 'error',
          noNonNullAssertion: 'error',
        },
        suspicious: { noExplicitAny: 'error', noControlCharactersInRegex: 'off', noTemplateCurlyInString: 'off' },
        correctness: { noUnusedImports: 'error', noUnusedVariables: 'error', noVoidTypeReturn: 'off' },
      },
    },
    overrides: [
      { includes: ['**/*.config.ts'], linter: { rules: { style: { noDefaultExport: 'off' } } } },
      ...layers.map((layer) => {
        const closed = [
          ...known.filter((name) => !layer.packages.includes(name) && singleImporters[name] === undefined),
          ...Object.keys(onlyIn).filter((name) => !onlyIn[name]?.includes(layer.folder)),
        ];
        const deeper = layers.filter((l) => l.folder !== layer.folder && l.folder.startsWith(layer.folder)).map((l) => `!${l.folder}**`);
        return {
          includes: [`${layer.folder}**`, ...deeper, ...tests.map((t) => `!${t}`)],
          linter: {
            rules: {
              style: {
                noRestrictedImports: {
                  level: 'error',
                  options: {
                    paths: Object.fromEntries(closed.map((name) => [name, `${layer.room} may not import ${name}; see build/layers.ts`])),
                  },
                },
              },
            },
          },
        };
      }),
    ],
  };
};

/** The formatter's own layout, so that the written file passes the format check. */
const rendered = (): string =>
  execFileSync(`${root}node_modules/.bin/biome`, ['format', '--stdin-file-path=biome.json'], {
    cwd: root,
    input: JSON.stringify(lintConfig()),
    encoding: 'utf8',
  });

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== rendered()) {
    console.error('biome.json is stale: run npm run layers');
    process.exit(1);
  }
} else writeFileSync(file, rendered());
