import { expect, it } from 'vitest';
import { isAddressed } from './addressed.ts';

const said = (text: string) => ({ text, mentionsUs: false, repliesToUs: false });
const names = ['Pynchy', 'My home', 'home-2'];

it.each([
  '@pynchy what is up',
  'hey @Pynchy, look',
  '@PYNCHY',
  '(@pynchy)',
  'so: @my  home?',
  '@pynchy.',
  'line\n@pynchy go',
  '\u2068@pynchy\u2069 hi',
  '@home-2 hello',
])('is called by %j', (text) => {
  expect(isAddressed(said(text), names)).toBe(true);
});

it.each(['pynchy is nice', '@pynchys', 'me@pynchy', 'a.@pynchy', '@pynchy.example', '@pyn chy', '@my', '@pynchy_2', '@pynchy-dev', ''])(
  'is not called by %j',
  (text) => {
    expect(isAddressed(said(text), names)).toBe(false);
  },
);

it('is called by a mention of its number and by a reply, whatever is said', () => {
  expect(isAddressed({ ...said('ok'), mentionsUs: true }, [])).toBe(true);
  expect(isAddressed({ ...said('ok'), repliesToUs: true }, [])).toBe(true);
});

it('takes a name with signs as it is', () => {
  expect(isAddressed(said('@c++ (home) now'), ['c++ (home)'])).toBe(true);
  expect(isAddressed(said('@c now'), ['c.*'])).toBe(false);
});

it('takes a name of any writing, with its emoji, and not the longer one that begins with it', () => {
  expect(isAddressed(said('@🏡 light?'), ['🏡'])).toBe(true);
  expect(isAddressed(said('@❤ now'), ['❤️'])).toBe(true);
  expect(isAddressed(said('שלום @עבודה'), ['עבודה'])).toBe(true);
  expect(isAddressed(said('@हिन now'), ['ह'])).toBe(false);
});
