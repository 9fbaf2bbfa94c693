import { describe, expect, it } from 'vitest';
import { parseGlob } from './pattern.ts';

const matching = (pattern: string, paths: readonly string[]): string[] => paths.filter((path) => parseGlob(pattern).matches(path));

describe('parseGlob', () => {
  const paths = ['a.ts', 'src/a.ts', 'src/deep/b.tsx', 'src/deep/c.md', 'src/x[1].ts', '.hidden/a.ts'];

  it('matches a name at any depth when the pattern has no slash', () => {
    expect(matching('*.ts', paths)).toEqual(['a.ts', 'src/a.ts', 'src/x[1].ts', '.hidden/a.ts']);
  });

  it('keeps * within a folder and lets ** cross folders, none included', () => {
    expect(matching('src/*', paths)).toEqual(['src/a.ts', 'src/x[1].ts']);
    expect(matching('src/**/*.{tsx,md}', paths)).toEqual(['src/deep/b.tsx', 'src/deep/c.md']);
    expect(matching('src/**', paths)).toHaveLength(4);
    expect(matching('/workspace/src/**/a.ts', paths)).toEqual(['src/a.ts']);
  });

  it('takes ?, classes and everything that means something to an expression literally where it should', () => {
    expect(matching('src/?.ts', paths)).toEqual(['src/a.ts']);
    expect(matching('src/[!b-z].ts', paths)).toEqual(['src/a.ts']);
    expect(matching('a+ts', ['aats', 'a+ts'])).toEqual(['a+ts']);
    expect(matching('a.ts', ['abts', 'a.ts'])).toEqual(['a.ts']);
  });

  it('refuses what leaves the workspace and what it cannot read', () => {
    expect(() => parseGlob('../*')).toThrow('outside-workspace');
    expect(() => parseGlob('/etc/*')).toThrow('outside-workspace');
    expect(() => parseGlob('{a,b')).toThrow('bad-pattern');
  });
});
