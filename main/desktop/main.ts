import { app } from 'electron';
import { dataHome } from '#core/base/paths.ts';
import version from '../../package.json' with { type: 'json' };
import { runDesktop } from './desktop.ts';

/** The entry of the desktop app. Everything that must happen before `ready` happens synchronously in here. */
app.setName('Pynchy');
app.setAppUserModelId('app.pynchy');
void runDesktop({ home: dataHome(), version: version.version, argv: process.argv });
