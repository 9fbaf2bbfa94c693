import '@mantine/core/styles.css';
import '../theme/global.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { takeLinkCode } from '../rpc/session.ts';
import { cssVariables, theme } from '../theme/theme.ts';
import { Door } from './door.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const code = takeLinkCode(location, history);
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Door code={code} />
    </MantineProvider>
  </StrictMode>,
);
