import { MessageChannel } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { clientOverPort } from '#contract/client/connect.ts';
import { servePort } from '../../main/server/serve-port.ts';
import { startHost } from '../harness/in-process-host.ts';
import { outcome } from '../harness/talk.ts';

it('serves the whole API over a MessagePort: a message is answered, news arrive, errors have their sentence', async () => {
  const { host, chatId, stop } = await startHost();
  const { port1, port2 } = new MessageChannel();
  try {
    servePort(host, port1, { surface: 'desktop', openLink: () => 'none', url: () => null, stop: () => undefined });
    const client = clientOverPort(port2);
    port1.start();
    port2.start();
    const { messageId } = await client.messages.send({ chatId, text: 'run echo over-the-port', clientId: 'c1' });
    const said = await outcome(client, messageId);
    expect(said.reply).toContain('over-the-port');
    expect((await client.chats.thread({ chatId })).turns).toHaveLength(1);
    await expect(client.turns.get({ turnId: 'none' })).rejects.toMatchObject({
      code: 'APP',
      data: { code: 'not-found', text: expect.stringMatching(/^There is no /) },
    });
  } finally {
    port1.close();
    port2.close();
    await stop();
  }
});
