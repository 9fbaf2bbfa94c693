import { createContext, useContext, useEffect, useState } from 'react';
import { t } from '../locales/translate.ts';
import { type CodePart, colorClass } from './code-parts.ts';
import { CopyAction } from './copy-action.tsx';
import { ScrollBox } from './scroll-box.tsx';

/** True around text that is still being written: colours come when it is whole. */
export const OpenTextContext = createContext(false);

/** Longer code stays plain: colouring it would hold up the page. */
const mostChars = 40_000;

/** Only colours change, never widths or heights. The highlighter is fetched with the first code that can use it. */
const useParts = (text: string, language: string): readonly CodePart[] | null => {
  const isOpen = useContext(OpenTextContext);
  const [done, setDone] = useState<{ readonly text: string; readonly parts: readonly CodePart[] | null } | null>(null);
  useEffect(() => {
    if (isOpen || language === '' || text.length > mostChars) return;
    let isGone = false;
    import('./highlighter.ts').then(
      ({ highlight }) => {
        if (!isGone) setDone({ text, parts: highlight(text, language.toLowerCase()) });
      },
      // Without the highlighter code is plain, as it was while it was written.
      (error: unknown) => console.warn('Code is shown without colours.', error),
    );
    return () => {
      isGone = true;
    };
  }, [isOpen, text, language]);
  return done?.text === text ? done.parts : null;
};

/** Code as it was written, with its language and a button that copies it. */
export const CodeBlock = ({ text, language }: { text: string; language: string }) => {
  const parts = useParts(text, language);
  return (
    <figure className={`py-codeblock${language === '' ? ' py-codeblock--bare' : ''}`}>
      <figcaption className="py-codeblock__bar">
        <span translate="no">{language}</span>
        <CopyAction text={text} label={t('markdown.copyCode')} />
      </figcaption>
      <ScrollBox as="pre" isForeign label={t('markdown.code')}>
        {parts === null
          ? text
          : parts.map((part, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
              <span key={index} className={colorClass(part.scope)}>
                {part.text}
              </span>
            ))}
      </ScrollBox>
    </figure>
  );
};
