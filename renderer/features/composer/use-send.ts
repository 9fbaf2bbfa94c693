import { useCallback, useEffect, useRef, useState } from 'react';
import { answeredCode, findTypedSecret } from '#contract/model/typed-secret.ts';
import { t } from '../../locales/translate.ts';
import { failureText, isLost } from '../../rpc/failure.ts';
import { useConnection, useHost } from '../../rpc/host.ts';
import { clientIdFor, forgetClientId } from './client-id.ts';

export interface Outgoing {
  readonly text: string;
  /** Uploads in the draft, by hash. */
  readonly files: readonly string[];
}
export interface Sending {
  /** Resolves with true once the host has the message. Never rejects. */
  readonly send: (message: Outgoing) => Promise<boolean>;
  readonly busy: boolean;
  readonly problem: string | null;
  readonly forget: () => void;
}

const same = ({ text, files }: Outgoing): string => [text, ...files].join('\n');

/** Sends into one chat; a message that met no host is offered again by itself, as the same message. */
export const useSend = (chatId: string, onSent: (message: Outgoing) => void): Sending => {
  const { client } = useHost();
  const { phase } = useConnection();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [waiting, setWaiting] = useState<Outgoing | null>(null);

  const secret = useRef({ text: '', id: '' });
  // A value for the vault lies in no storage of the browser, so a reload forgets it.
  const idOf = useCallback(
    (message: Outgoing): string => {
      const text = same(message);
      if (!findTypedSecret(message.text) && answeredCode(message.text) === null) return clientIdFor(sessionStorage, chatId, text);
      if (secret.current.text !== text) secret.current = { text, id: crypto.randomUUID() };
      return secret.current.id;
    },
    [chatId],
  );
  const send = useCallback(
    async (message: Outgoing) => {
      setBusy(true);
      setProblem(null);
      setWaiting(null);
      try {
        const clientId = idOf(message);
        await client.messages.send({ chatId, text: message.text, clientId, files: [...message.files] });
        forgetClientId(sessionStorage, chatId);
        secret.current = { text: '', id: '' };
        onSent(message);
        return true;
      } catch (error) {
        setProblem(isLost(error) ? t('composer.willSend') : failureText(error));
        if (isLost(error)) setWaiting(message);
        return false;
      } finally {
        setBusy(false);
      }
    },
    [client, chatId, onSent, idOf],
  );
  useEffect(() => {
    if (phase === 'open' && waiting !== null) void send(waiting);
  }, [phase, waiting, send]);
  const forget = useCallback(() => {
    setProblem(null);
    setWaiting(null);
  }, []);
  return { send, busy, problem, forget };
};
