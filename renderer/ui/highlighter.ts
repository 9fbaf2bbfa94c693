import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import type { CodePart } from './code-parts.ts';

const languages = { bash, css, diff, go, java, javascript, json, python, rust, sql, typescript, xml, yaml };
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);
hljs.registerAliases(['console', 'shellsession', 'sh', 'shell', 'zsh'], { languageName: 'bash' });

interface Node {
  readonly scope?: string;
  readonly children: readonly (Node | string)[];
}
// The library's tree of tokens: its other result is HTML, which never enters the page.
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'children' in value;

const partsOf = (node: Node, scope: string): CodePart[] =>
  node.children.flatMap((child) => (typeof child === 'string' ? [{ scope, text: child }] : partsOf(child, child.scope ?? scope)));

/** The text in coloured parts; null for a language that is not known. Joined, the parts are the text. */
export const highlight = (text: string, language: string): readonly CodePart[] | null => {
  if (!hljs.getLanguage(language)) return null;
  const { _emitter: emitter } = hljs.highlight(text, { language, ignoreIllegals: true });
  const root: unknown = Reflect.get(emitter, 'rootNode');
  const parts = isNode(root) ? partsOf(root, '') : [];
  return parts.map((part) => part.text).join('') === text ? parts : null;
};
