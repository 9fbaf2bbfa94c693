import { CopyAction } from './copy-action.tsx';
import { t } from '../locales/translate.ts';

/** Code as it was written, with its language and a button that copies it. */
export const CodeBlock = ({ text, language }: { text: string; language: string }) => (
  <figure className="py-codeblock" aria-label={t('markdown.code')}>
    <figcaption className="py-codeblock__bar">
      <span translate="no">{language}</span>
      <CopyAction text={text} label={t('markdown.copyCode')} />
    </figcaption>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
    <pre tabIndex={0} dir="ltr" translate="no">
      {text}
    </pre>
  </figure>
);
