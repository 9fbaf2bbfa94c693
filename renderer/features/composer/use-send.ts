import { useCallback, useEffect, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { failureText, isLost } from '../../rpc/failure.ts';
import { useConnection, useHost } from '../../rpc/host.ts';
import { clientIdFor, forgetClientId } from './client-id.ts';

export interface Sending {
  /** Resolves with true once the host has the text. Never rejects. */
  readonly send: (text: string) => Promise<boolean>;
  readonly busy: boolean;
  readonly problem: string | null;
  /** Sent when the host is back; null when nothing waits for it. */
  readonly waitingText: string | null;
  readonly forget: () => void;
}

/** Sends texts into one chat; a text that met no host is offered again by itself, as the same message. */
export const useSend = (chatId: string, onSent: (text: string) => void): Sending => {
  const { client } = useHost();
  const { phase } = useConnection();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [waitingText, setWaitingText] = useState<string | null>(null);

  const send = useCallback(
    async (text: string) => {
      setBusy(true);
      setProblem(null);
      setWaitingText(null);
      try {
        await client.messages.send({ chatId, text, clientId: clientIdFor(sessionStorage, chatId, text) });
        forgetClientId(sessionStorage, chatId);
        onSent(text);
        return true;
      } catch (error) {
        setProblem(isLost(error) ? t('composer.willSend') : failureText(error));
        if (isLost(error)) setWaitingText(text);
        return false;
      } finally {
        setBusy(false);
      }
    },
    [client, chatId, onSent],
  );
  useEffect(() => {
    if (phase === 'open' && waitingText !== null) void send(waitingText);
  }, [phase, waitingText, send]);
  const forget = useCallback(() => {
    setProblem(null);
    setWaitingText(null);
  }, []);
  return { send, busy, problem, waitingText, forget };
};
