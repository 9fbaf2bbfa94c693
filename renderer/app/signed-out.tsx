import { useEffect } from 'react';
import { SignInPage } from '../features/connection/sign-in-page.tsx';
import { takeLinkCode } from '../rpc/session.ts';

/** Says how to come in, and takes the code of a link that is opened in this tab: only the hash changes then, nothing loads. */
export const SignedOut = ({ code, onLinkCode }: { code: string; onLinkCode: (code: string) => void }) => {
  useEffect(() => {
    const look = (): void => {
      const found = takeLinkCode(location, history);
      if (found !== null) onLinkCode(found);
    };
    look();
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, [onLinkCode]);
  return <SignInPage code={code} />;
};
