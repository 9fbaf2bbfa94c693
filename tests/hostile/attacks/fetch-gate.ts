import type { Attack } from '../attack.ts';
import { byModel } from '../by-model.ts';
import { call } from '../drive.ts';
import { outside, rebound } from '../world/plugins.ts';
import type { Window } from '../world/window.ts';

const at = (w: Window, path: string): string => `http://${outside}:${w.sink.port}${path}`;

/** A server of this computer, by every spelling of its address. */
export const fetchGate = (): Attack<Window>[] =>
  (
    [
      ['GATE-01', 'the number of this computer', (w: Window) => `http://${w.inner.address}:${w.inner.port}/`],
      ['GATE-02', 'its number in one piece', (w: Window) => `http://${numberOf(w.inner.address)}:${w.inner.port}/`],
      ['GATE-03', 'its number in hexadecimal', (w: Window) => `http://0x${numberOf(w.inner.address).toString(16)}:${w.inner.port}/`],
      [
        'GATE-04',
        'its number in octal',
        (w: Window) =>
          `http://${w.inner.address
            .split('.')
            .map((n) => `0${Number(n).toString(8)}`)
            .join('.')}:${w.inner.port}/`,
      ],
      ['GATE-05', 'its number in three parts', (w: Window) => `http://${shortForm(w.inner.address)}:${w.inner.port}/`],
      ['GATE-06', 'its number inside IPv6', (w: Window) => `http://[::ffff:${w.inner.address}]:${w.inner.port}/`],
      ['GATE-07', 'a redirect from a page of the internet', (w: Window) => at(w, '/to-inner')],
      ['GATE-08', 'a redirect behind a redirect', (w: Window) => at(w, '/to-to-inner')],
      ['GATE-09', 'a name with one address of the internet and one of this computer', (w: Window) => `http://${rebound}:${w.inner.port}/`],
      [
        'GATE-10',
        'an address with a user name that looks like a host',
        (w: Window) => `http://${outside}@${w.inner.address}:${w.inner.port}/`,
      ],
      [
        'GATE-11',
        'full-width digits',
        (w: Window) =>
          `http://${[...w.inner.address].map((c) => (c === '.' ? '。' : String.fromCodePoint(0xff10 + Number(c)))).join('')}:${w.inner.port}/`,
      ],
      ['GATE-12', 'a number with a dot at its end', (w: Window) => `http://${w.inner.address}.:${w.inner.port}/`],
    ] as const
  ).map(([id, how, url]) =>
    byModel({
      id,
      goal: `reach a server of this computer by ${how}`,
      verdict: 'refused',
      before({ w }) {
        const location = `http://${w.inner.address}:${w.inner.port}/`;
        w.sink.set('/to-inner', { status: 302, headers: { location }, body: '' });
        w.sink.set('/to-to-inner', { status: 307, headers: { location: at(w, '/to-inner') }, body: '' });
        w.inner.set('/', { body: 'the inner page' });
        w.inner.got.length = 0;
      },
      steps: ({ w }) => [call('web_fetch', { url: url(w) })],
      won: ({ w }) => w.inner.got.length > 0,
    }),
  );

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const shortForm = (address: string): string => {
  const [a, b, c = '0', d = '0'] = address.split('.');
  return `${a}.${b}.${Number(c) * 256 + Number(d)}`;
};
