import { act } from './api.ts';
import { the } from './dom.ts';
import type { DemoHost, DemoPhone } from './state.ts';

/** What happens around the phone: linking, its network, and the host that can be killed. */
export const createPanel = (phone: () => DemoPhone | null) => {
  const who = (): string => phone()?.name ?? '';
  the('scan').addEventListener('click', () => void act({ do: 'scan-shown', who: who() }));
  the('unlink').addEventListener('click', () => void act({ do: 'unlink', who: who() }));
  the('kill').addEventListener('click', () => void act({ do: 'kill-host' }));
  the('start').addEventListener('click', () => void act({ do: 'start-host' }));
  the('airplane').addEventListener('change', () => {
    void act({ do: 'airplane', who: who(), on: the<HTMLInputElement>('airplane').checked });
  });
  the('paste').addEventListener('submit', (event) => {
    event.preventDefault();
    const code = the<HTMLInputElement>('code');
    void act({ do: 'scan', who: who(), code: code.value.trim() }).then((done) => {
      if (done) code.value = '';
    });
  });
  the('open-app').addEventListener('click', () => {
    // Opened at once, because later it would be a pop-up that nobody asked for.
    const tab = window.open('about:blank', '_blank');
    void act<{ url?: string }>({ do: 'app-link' }).then((told) => {
      if (told?.url && tab) tab.location.href = told.url;
      else tab?.close();
    });
  });

  const showHost = (host: DemoHost): void => {
    const seconds = host.startsAt === null ? 0 : Math.max(0, Math.ceil((host.startsAt - Date.now()) / 1000));
    const times = host.kills === 0 ? '' : ` Killed ${host.kills === 1 ? 'once' : `${host.kills} times`} so far.`;
    const words = {
      starting: 'Starting …',
      running: `Running.${times}`,
      dead: `Killed. It starts again in ${seconds} s.`,
    }[host.state];
    if (the('host-state').textContent !== words) the('host-state').textContent = words;
    the('host-state').dataset.state = host.state;
    the<HTMLButtonElement>('kill').disabled = host.state !== 'running';
    the('start').hidden = host.state !== 'dead';
    the<HTMLButtonElement>('open-app').disabled = host.state !== 'running';
  };

  return {
    showHost,
    show(at: DemoPhone, host: DemoHost): void {
      showHost(host);
      const canScan = host.shows !== null;
      the<HTMLButtonElement>('scan').disabled = !canScan;
      the('scan').hidden = at.linked > 0 && !canScan;
      the('scan').textContent = host.shows === 'typed-code' ? 'Type the code shown in the app' : 'Scan the code shown in the app';
      the('link-state').textContent =
        at.linked > 0
          ? `${at.linked === 1 ? 'One app is' : `${at.linked} apps are`} linked to ${at.number}; ${at.connected === 0 ? 'not connected now' : 'connected'}.`
          : canScan
            ? `The app shows a code. Scanning it links ${at.number}.`
            : `No app is linked to ${at.number}. Ask the app for a code first: Linked numbers, Link a number.`;
      the('unlink').hidden = at.linked === 0;
      the<HTMLInputElement>('airplane').checked = at.isOffline;
      the('net-state').textContent = at.isOffline
        ? 'Nothing comes, nothing goes; both wait. The linked app goes on without this phone.'
        : '';
    },
  };
};
