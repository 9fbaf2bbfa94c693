import type { Plugin } from 'vite';

/** Fails a build in which a part of Mantine is used whose styles renderer/theme/mantine.css does not import. */
export const mantineStyles = (imports: string): Plugin => ({
  name: 'mantine-styles',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((chunk) => (chunk.type === 'chunk' ? Object.keys(chunk.modules) : []));
    for (const id of modules) {
      const part = /@mantine\/core\/.*\/(\w+)\.module\.mjs$/.exec(id)?.[1];
      if (part !== undefined && !imports.includes(`/${part}.css`)) this.error(`renderer/theme/mantine.css has no line for ${part}.css`);
    }
  },
});
