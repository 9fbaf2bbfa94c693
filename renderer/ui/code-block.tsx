import { t } from '../locales/translate.ts';
import { CopyAction } from './copy-action.tsx';
import { ScrollBox } from './scroll-box.tsx';

/** Code as it was written, with its language and a button that copies it. */
export const CodeBlock = ({ text, language }: { text: string; language: string }) => (
  <figure className={`py-codeblock${language === '' ? ' py-codeblock--bare' : ''}`}>
    <figcaption className="py-codeblock__bar">
      <span translate="no">{language}</span>
      <CopyAction text={text} label={t('markdown.copyCode')} />
    </figcaption>
    <ScrollBox as="pre" isForeign label={t('markdown.code')}>
      {text}
    </ScrollBox>
  </figure>
);
