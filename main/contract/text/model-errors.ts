/** What a person reads when a call to a model failed: what happened, why, and what to do next. */
export interface ModelErrorText {
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

/** What may stand in braces, with the words for the case that it is not known. */
export const modelErrorParams = {
  account: 'this account',
  provider: 'the model service',
  url: 'its address',
  host: 'the server',
  model: 'the chosen model',
  status: 'an error',
  seconds: 'a few',
} as const;
export type ModelErrorParam = keyof typeof modelErrorParams;

/** One record for each code of the provider API, for somebody who is no developer. */
export const modelErrorTexts = {
  dns: {
    what: 'The address {host} does not exist, or this computer is offline.',
    why: 'Nobody could say where {host} is on the internet.',
    next: 'Check your internet connection, then check the address of {account} for a typing mistake.',
  },
  refused: {
    what: 'Nothing is running at {host}.',
    why: 'The computer was found, but no program there takes calls at this address.',
    next: 'Start the model server (Ollama or LM Studio, for example), then press Test again.',
  },
  tls: {
    what: 'The connection to {host} is not safe, so nothing was sent.',
    why: 'It could not prove that it is really {host}: its certificate is not valid.',
    next: 'Check the address of {account} and the clock of this computer. At work, ask who runs the network.',
  },
  unreachable: {
    what: 'The way to {host} is blocked.',
    why: 'The connection failed before a word was said. A firewall, a VPN or the network may be in the way.',
    next: 'Check your connection and VPN, then press Try again.',
  },
  'no-answer': {
    what: 'The question was sent to {host}, but no answer comes.',
    why: 'Nothing arrived for so long that waiting any longer makes no sense. It may be busy, or still loading the model.',
    next: 'Press Try again. If it is a slow computer of your own, allow a longer silence in the plugin settings.',
  },
  'key-rejected': {
    what: '{provider} does not accept the key of {account}.',
    why: 'The key is mistyped, has expired or was deleted.',
    next: 'Make a new key on the website of the service and paste it in Accounts.',
  },
  payment: {
    what: '{provider} wants to be paid before it answers.',
    why: 'The credit behind {account} is used up, or a bill is open.',
    next: 'Add credit on the website of the service, or choose another account for this workspace.',
  },
  'model-forbidden': {
    what: 'You may not use {model} with {account}.',
    why: 'The key is good, but it has no permission for this model.',
    next: 'Choose another model, or ask the owner of the account to allow this one.',
  },
  'model-not-found': {
    what: '{provider} does not know {model}.',
    why: 'The name is mistyped, the model was retired, or it was never downloaded to your own server.',
    next: 'Choose a model from the list in Accounts.',
  },
  'path-not-found': {
    what: 'A server answers at {host}, but not at this address.',
    why: 'The server knows nothing at {url}: the last part of the address is probably wrong or missing.',
    next: 'Correct the address of {account}. The usual ones are offered when you add an account.',
  },
  'rate-limited': {
    what: '{provider} asks for a pause.',
    why: 'More was asked through {account} than is allowed in so short a time.',
    next: 'Wait {seconds} seconds and press Try again, or choose another account.',
  },
  overloaded: {
    what: '{provider} has too many visitors just now.',
    why: 'It is overloaded for everybody; your account is fine.',
    next: 'Press Try again in {seconds} seconds, or choose another account.',
  },
  'server-error': {
    what: '{provider} has a problem of its own.',
    why: 'It answered with {status}, which means that something broke on its side.',
    next: 'Press Try again in a minute. If it stays, look at the status page of the service.',
  },
  'not-an-api': {
    what: 'A web page or something else answered instead of a model.',
    why: 'The address leads somewhere else, or a network (a hotel, a train) wants you to log in first.',
    next: 'Open any website to see if a login page appears, then check the address of {account}.',
  },
  'not-json': {
    what: 'The answer of {host} cannot be read.',
    why: 'What arrived is garbled or incomplete. The address may belong to another kind of program.',
    next: 'Press Try again. If it stays, check the address of {account}.',
  },
  'stream-cut': {
    what: 'The answer broke off in the middle.',
    why: 'The connection to {host} was lost before the answer was complete. What had arrived is kept.',
    next: 'Press Try again.',
  },
  'too-large': {
    what: 'The message is too large for {provider}.',
    why: 'A text or a result in this conversation is bigger than one call may be.',
    next: 'Start a new conversation, or send less at once.',
  },
  'context-full': {
    what: 'This conversation has become too long for {model}.',
    why: 'A model can read only so much at a time, and this is more.',
    next: 'Reset the conversation, or choose a model with a larger memory.',
  },
  'bad-request': {
    what: '{provider} did not understand the request.',
    why: 'It may be that {model} does not support something that was asked of it, such as using tools.',
    next: 'Choose another model. If that does not help, send us the log of this answer.',
  },
  'vault-locked': {
    what: 'The key of {account} is locked away.',
    why: 'Keys are kept in the vault, and the vault is locked.',
    next: 'Unlock the vault, then press Try again.',
  },
  aborted: {
    what: 'The answer was stopped.',
    why: 'You stopped it, or the program was closing.',
    next: 'Send the message again if you want an answer.',
  },
} as const satisfies Readonly<Record<string, ModelErrorText>>;

/** The sentences with their placeholders filled; a parameter that is missing gets words that fit everywhere. */
export const renderModelError = (
  code: keyof typeof modelErrorTexts,
  params: Partial<Record<ModelErrorParam, string | number>>,
): ModelErrorText => {
  const { what, why, next } = modelErrorTexts[code];
  const word = (name: string): string | number | undefined => (isParam(name) ? (params[name] ?? modelErrorParams[name]) : undefined);
  const fill = (sentence: string): string =>
    capitalized(sentence.replace(/\{(\w+)\}/g, (braced, name: string) => String(word(name) ?? braced)));
  return { what: fill(what), why: fill(why), next: fill(next) };
};

const isParam = (name: string): name is ModelErrorParam => Object.hasOwn(modelErrorParams, name);
const capitalized = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
