import { quietConsole } from '../../plugins/whatsapp/quiet-console.ts';
import { createBareClient } from '../sim/whatsapp/bare-client.ts';

// The library without anything around it, in a process: it says the same word to whoever writes. What it answers to stands once.
quietConsole();
const client = createBareClient(process.argv[2] ?? '');
let isShown = false;
let answered = 0;
setInterval(() => {
  if (!isShown && client.qr() !== '') {
    isShown = true;
    process.send?.({ qr: client.qr() });
  }
  for (; answered < client.messages.length; answered++) {
    const message = client.messages[answered];
    const jid = message?.key.remoteJid;
    if (jid && !message.key.fromMe && message.message?.conversation) void client.socket().sendMessage(jid, { text: 'pong' });
  }
}, 1);
process.once('disconnect', () => process.exit(0));
