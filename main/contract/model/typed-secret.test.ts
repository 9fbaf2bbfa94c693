import { describe, expect, it } from 'vitest';
import { findTypedSecret, hideTypedSecret, secretNameProblem } from './typed-secret.ts';

const value = 'hunter2-canary';

describe('a secret that is typed', () => {
  it.each([
    [`env add TOKEN=${value}`, 'TOKEN', value],
    [`ENV ADD token = ${value} `, 'token', value],
    [`/env add TOKEN=${value}`, 'TOKEN', value],
    [`@pynchy env set TOKEN=${value}`, 'TOKEN', value],
    [`\`env add TOKEN=${value}\``, 'TOKEN', value],
    [`\u200eenv\u00a0add TOKEN=${value}`, 'TOKEN', value],
    [`env add TOKEN="${value}"`, 'TOKEN', value],
    ['env add KEY=a=b==', 'KEY', 'a=b=='],
    ['env add PEM=-----BEGIN\nabc\n-----END', 'PEM', '-----BEGIN\nabc\n-----END'],
    [`!env add TOKEN=${value}`, 'TOKEN', value],
  ])('is read from %j', (text, name, said) => {
    const found = findTypedSecret(text);
    expect(found).toMatchObject({ given: { name, value: said }, isCommand: true });
    expect(found?.text).toMatch(/^env (?:add|set) \w+=•••$/);
  });

  it.each([
    `env add TOKEN ${value}`,
    `env add ${value}`,
    `env add: TOKEN=${value}`,
    `env add MY-TOKEN=${value}`,
    `env add my token=${value}`,
    `env add TOKEN:${value}`,
    'env add aHVudGVyMi1jYW5hcnk=',
    'env add aHVudGVyMi1jYW5hcnk==',
    `Env  Add\n${value}`,
    `> env add ${value}`,
    `env add ${'N'.repeat(65)}=${value}`,
  ])('is hidden as a whole in the failed try %j', (text) => {
    expect(findTypedSecret(text)).toEqual({ text: 'env add •••', given: null, isCommand: true });
  });

  it('is hidden in the middle of talk, which stays talk', () => {
    expect(findTypedSecret(`Hi! Please env add TOKEN=${value} and go on`)).toEqual({
      text: 'Hi! Please env add TOKEN=•••',
      given: null,
      isCommand: false,
    });
  });

  it.each(['please add it to the env', 'environment added', 'env list', 'env address book', 'my env add-ons', 'How does "env add" work?'])(
    'leaves %j alone',
    (text) => {
      expect(hideTypedSecret(text)).toBe(text);
    },
  );

  it('says how it is done when there is nothing to hide', () => {
    expect(findTypedSecret('env add')).toEqual({ text: 'env add', given: null, isCommand: true });
  });

  it('is hidden in the same way when it is hidden already', () => {
    expect(hideTypedSecret(`env add TOKEN=${'•••'}`)).toBe('env add TOKEN=•••');
  });
});

describe('names', () => {
  it.each([
    'PATH',
    'path',
    'LD_PRELOAD',
    'NODE_OPTIONS',
    'https_proxy',
    'HTTP_PROXY',
    'BASH_ENV',
    'PYTHONPATH',
    'GIT_SSH_COMMAND',
    'PYNCHY_CALL',
    'IFS',
    'DOTNET_STARTUP_HOOKS',
    'LUA_INIT_5_4',
    'RUSTC_WRAPPER',
    'OPENSSL_CONF',
    '__proto__',
  ])('refuses %s', (name) => {
    expect(secretNameProblem(name)).toBe('secret-name-refused');
  });
  it.each(['', '1A', 'A-B', 'A B', 'Ä', 'A'.repeat(65)])('knows that %j is no name', (name) => {
    expect(secretNameProblem(name)).toBe('secret-name-bad');
  });
  it.each([
    'GITHUB_TOKEN',
    'api_key',
    '_X',
    'GIT_TOKEN',
    'OPENAI_API_KEY',
    'AWS_SECRET_ACCESS_KEY',
    'CARGO_REGISTRY_TOKEN',
    'OPENSSL_PASSPHRASE',
  ])('takes %s', (name) => {
    expect(secretNameProblem(name)).toBeNull();
  });
});
