import { expect, it } from 'vitest';
import { quietConsole } from '../../../plugins/whatsapp/quiet-console.ts';
import { createSignalDevice, type Sealed } from '../../sim/whatsapp/signal-device.ts';

quietConsole();
const bytes = (text: string): Buffer => Buffer.from(text);

it('goes on in a new session after it has read what was still said in the one before', async () => {
  const [phone, app] = [createSignalDevice(), createSignalDevice()];
  const toApp = (text: string, anew = false): Promise<Sealed> => phone.seal('me.1', bytes(text), app.bundle, anew);
  const toPhone = (text: string): Promise<Sealed> => app.seal('me.0', bytes(text), phone.bundle);
  const readByApp = async (m: Sealed): Promise<string> => String(await app.open('me.0', m.type, m.body));
  const readByPhone = async (m: Sealed): Promise<string> => String(await phone.open('me.1', m.type, m.body));

  expect(await readByApp(await toApp('hello'))).toBe('hello');
  expect(await readByPhone(await toPhone('hi'))).toBe('hi');
  const inNewSession = await toApp('once more', true);
  expect(await readByPhone(await toPhone('said before that came'))).toBe('said before that came');
  expect(await readByApp(inNewSession)).toBe('once more');
  expect(await readByPhone(await toPhone('in the new one'))).toBe('in the new one');
  const damaged = await toPhone('nobody reads this');
  damaged.body.fill(7, 10);
  await expect(readByPhone(damaged)).rejects.toThrow('no session fits');
  expect(await readByPhone(await toPhone('all is well'))).toBe('all is well');
});
