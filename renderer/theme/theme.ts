import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const coral: MantineColorsTuple = ['#fff2ed', '#fde2d8', '#f8c3b1', '#f2a089', '#ec8468', '#e46c4d', '#cf5636', '#b64528', '#9d391f', '#833018'];
const gray: MantineColorsTuple = ['#faf9f7', '#f4f2ef', '#eae7e3', '#dedad5', '#c9c4be', '#a8a29b', '#7d7771', '#57524d', '#3c3834', '#242220'];
const dark: MantineColorsTuple = ['#e6e3e0', '#bdb8b3', '#989290', '#6d6763', '#45413d', '#36322f', '#2a2725', '#1f1d1b', '#191715', '#121110'];

/** Warm neutrals with one accent. The shades and variables below are what keeps every screen free of contrast findings. */
export const theme = createTheme({
  colors: { coral, gray, dark },
  primaryColor: 'coral',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  luminanceThreshold: 0.3,
  black: '#242220',
  fontFamily: "Inter, 'Segoe UI Variable Text', -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Code', 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace",
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.375rem', lineHeight: '1.3' }, h2: { fontSize: '1.0625rem', lineHeight: '1.4' } } },
  defaultRadius: 'md',
  radius: { md: '10px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
});

/** Overrides of single Mantine variables, and our own surfaces. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--py-column': '46rem' },
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-anchor': 'var(--mantine-color-coral-8)',
    '--py-surface': '#ffffff',
    '--py-side': '#f7f5f2',
    '--py-raised': '#ffffff',
    '--py-bubble': '#f3f0ec',
    '--py-line': '#e6e2dd',
    '--py-hover': '#ece8e3',
    '--py-selected': '#e8e2db',
    '--py-code': '#f7f5f2',
    '--py-ok': '#1c6b3c',
    '--py-bad': '#a61e1e',
    '--py-warn': '#7a4b00',
    '--py-accent': '#9d391f',
    '--py-accent-soft': '#fdf0ea',
    '--py-warn-soft': '#fdf5e3',
    '--py-bad-soft': '#fdeeee',
    '--py-terminal': '#26231f',
    '--py-terminal-text': '#f1ede8',
    '--py-shadow': '0 1px 2px rgb(40 30 20 / 6%), 0 6px 20px rgb(40 30 20 / 6%)',
  },
  dark: {
    '--mantine-color-body': '#1f1d1b',
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-1)',
    '--mantine-color-anchor': 'var(--mantine-color-coral-3)',
    '--py-surface': '#1f1d1b',
    '--py-side': '#181614',
    '--py-raised': '#262320',
    '--py-bubble': '#2d2a27',
    '--py-line': '#37332f',
    '--py-hover': '#262320',
    '--py-selected': '#302c28',
    '--py-code': '#181614',
    '--py-ok': '#7fd0a0',
    '--py-bad': '#ff9c94',
    '--py-warn': '#f0c36a',
    '--py-accent': '#f2a089',
    '--py-accent-soft': '#33231d',
    '--py-warn-soft': '#2f2818',
    '--py-bad-soft': '#331f1e',
    '--py-terminal': '#121110',
    '--py-terminal-text': '#e9e5e0',
    '--py-shadow': '0 1px 2px rgb(0 0 0 / 30%), 0 6px 20px rgb(0 0 0 / 25%)',
  },
});
