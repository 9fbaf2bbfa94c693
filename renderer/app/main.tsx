import '../theme/mantine.css';
import '@mantine/spotlight/styles.css';
import '../theme/global.css';
import '../theme/density.css';
import { type MantineColorSchemeManager, MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { takeLinkCode } from '../rpc/session.ts';
import { lastSeenSettings } from '../rpc/ui-settings.ts';
import { cssVariables, theme } from '../theme/theme.ts';
import { Door } from './door.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const code = takeLinkCode(location, history);
// The host keeps the choice, not this browser: what was seen last is only where the page begins.
const schemes: MantineColorSchemeManager = {
  get: () => lastSeenSettings().colors,
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
};
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} colorSchemeManager={schemes} defaultColorScheme="auto">
      <Door code={code} />
    </MantineProvider>
  </StrictMode>,
);
