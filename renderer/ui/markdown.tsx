import { Typography } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import remend from 'remend';
import { t } from '../locales/translate.ts';
import { CodeBlock, OpenTextContext } from './code-block.tsx';
import { linkHost } from './link-host.ts';
import { splitBlocks } from './markdown-blocks.ts';
import './markdown.css';
import { ScrollBox } from './scroll-box.tsx';

const isAllowed = (href: string): boolean => /^(https:\/\/|mailto:)/i.test(href);

/** A picture that this host keeps. */
const isOwnPicture = (src: string): boolean => /^\/blobs\/[0-9a-f]{64}$/.test(src);

const textOf = (node: ReactNode): string => {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map(textOf).join('');
  return '';
};

/** No column is narrower. The header, and with it the number of columns, is there before the first row streams in. */
const columnRem = 9;
type TableNode = NonNullable<Parameters<Extract<NonNullable<Components['table']>, (...args: never[]) => unknown>>[0]['node']>;
const columnsOf = (node: TableNode | undefined): number => {
  let row = node;
  while (row && row.tagName !== 'tr') row = row.children.find((child) => child.type === 'element');
  return row?.children.filter(({ type }) => type === 'element').length ?? 1;
};

/** Says where it leads when its words do not: a model, or whoever wrote what it read, chose both. */
const Link = ({ href, children }: { href: string; children: ReactNode }) => {
  const host = linkHost(href, textOf(children));
  return (
    <a href={href} title={href} target="_blank" rel="noopener noreferrer">
      {children}
      {host && (
        <>
          {' '}
          <span className="py-markdown__host" dir="ltr">
            ({host})
          </span>
        </>
      )}
    </a>
  );
};

const components: Components = {
  a: ({ href, children }) => (href && isAllowed(href) ? <Link href={href}>{children}</Link> : <span>{children}</span>),
  // A picture from elsewhere would tell its server who reads: it becomes a link.
  img: ({ src, alt }) =>
    typeof src === 'string' && isOwnPicture(src) ? (
      <img src={src} alt={alt ?? ''} loading="lazy" />
    ) : typeof src === 'string' && isAllowed(src) ? (
      <Link href={src}>{alt || src}</Link>
    ) : (
      <span>{alt}</span>
    ),
  // The page has one h1, and it is not the model's.
  h1: ({ children }) => <h2>{children}</h2>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h5>{children}</h5>,
  pre: ({ children }) => <>{children}</>,
  code: ({ className, children, node }) => {
    const text = textOf(children);
    const isBlock = className?.startsWith('language-') || (node?.position && node.position.start.line !== node.position.end.line);
    return isBlock ? (
      <CodeBlock text={text.replace(/\n$/, '')} language={className?.slice('language-'.length) ?? ''} />
    ) : (
      <code>{children}</code>
    );
  },
  table: ({ children, node }) => (
    <ScrollBox className="py-table" label={t('markdown.table')}>
      <table style={{ minWidth: `max(100%, ${columnsOf(node) * columnRem}rem)` }}>{children}</table>
    </ScrollBox>
  ),
};
const plugins = [remarkGfm];

const Block = memo(({ text }: { text: string }) => (
  <ReactMarkdown components={components} remarkPlugins={plugins} urlTransform={(url) => (isAllowed(url) || isOwnPicture(url) ? url : '')}>
    {text}
  </ReactMarkdown>
));
Block.displayName = 'Block';

/** Formatted text without raw HTML. While `streaming`, what is still open at the end is shown as if it were closed. */
export const Markdown = memo(({ text, streaming = false }: { text: string; streaming?: boolean }) => {
  const blocks = splitBlocks(text);
  return (
    <Typography className="py-markdown" dir="auto" translate="no">
      {blocks.map((block, index) => {
        const isOpen = streaming && index === blocks.length - 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end
          <OpenTextContext key={index} value={isOpen}>
            <Block text={isOpen ? remend(block) : block} />
          </OpenTextContext>
        );
      })}
    </Typography>
  );
});
Markdown.displayName = 'Markdown';
