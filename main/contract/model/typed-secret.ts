/** What stands in place of a value that is kept nowhere but in the vault. */
export const hiddenValue = '•••';

const names = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
// What changes how programs are found, loaded or reach the network, and what the sandbox itself is told by.
const refused =
  /^(?:PATH|HOME|SHELL|USER|LOGNAME|PWD|OLDPWD|TERM|IFS|ENV|BASH_.*|PS[0-9]|PROMPT_COMMAND|SHELLOPTS|BASHOPTS|CDPATH|GLOBIGNORE|LD_.*|DYLD_.*|MALLOC_.*|GLIBC_.*|GCONV_PATH|LOCPATH|NLSPATH|NODE_.*|NPM_CONFIG_.*|PYTHON.*|PERL.*|RUBY.*|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|GIT_(?!.*TOKEN).*|SSH_.*|EDITOR|VISUAL|PAGER|LESS.*|MANPAGER|BROWSER|TMPDIR|TMP|TEMP|LANG|LC_.*|.*_PROXY|SSL_CERT_.*|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE|CURL_HOME|WGETRC|PYNCHY_.*|DOCKER_.*|XDG_.*|ZDOTDIR|FPATH|LUA_.*|PHPRC|PHP_INI_SCAN_DIR|OPENSSL_(?:CONF|MODULES|ENGINES)|CLASSPATH|MAVEN_OPTS|GRADLE_OPTS|DOTNET_.*|CORECLR_.*|CARGO_(?!.*TOKEN).*|RUSTC.*|RUSTFLAGS|GOFLAGS|GO(?:ROOT|PATH|ENV|PROXY)|MAKEFLAGS|TAR_OPTIONS|ELECTRON_.*|DENO_(?!.*TOKEN).*|BUN_(?!.*TOKEN).*|HOSTALIASES|__PROTO__)$/i;

/** Why NAME cannot be one, as a code; null when it can. */
export const secretNameProblem = (name: string): 'secret-name-bad' | 'secret-name-refused' | null =>
  !names.test(name) ? 'secret-name-bad' : refused.test(name) ? 'secret-name-refused' : null;

/** Shorter ones cannot be hidden in what commands print. */
export const shortestSecret = 4;
export const longestSecret = 32_000;

// Mentions, quotes, slashes and signs that nobody sees may stand before it.
const blank = String.raw`[\s\p{Cf}]`;
const before = '[\\s\\p{Cf}/!`*_"\'“„>-]';
const verb = String.raw`(env[\s\p{Cf}:]+(?:add|set))(?![\p{L}\p{N}_])`;
const atStart = new RegExp(`^${before}*(?:@[^\\s@]{1,80}${before}+)?${verb}`, 'iu');
const named = new RegExp(`(?<![\\p{L}\\p{N}_])${verb}${blank}+[A-Za-z_][A-Za-z0-9_]*${blank}*=`, 'iu');
const assignment = /^[\s\p{Cf}]+([A-Za-z_][A-Za-z0-9_]*)[\s\p{Cf}]*=([\s\S]*)$/u;

export interface TypedSecret {
  /** The text as it may be kept: everything after the verb is hidden, but for a sound name. */
  readonly text: string;
  /** What was typed, when it has the form NAME=VALUE; the name may still be one that is refused. */
  readonly given: { readonly name: string; readonly value: string } | null;
  /** The whole message is a try to give a secret, and no talk with one in it. */
  readonly isCommand: boolean;
}

/** Finds `env add NAME=VALUE` and failed tries of it, in any case and wording; null for a text that has none. */
export const findTypedSecret = (raw: string): TypedSecret | null => {
  const start = atStart.exec(raw);
  const found = start ?? named.exec(raw);
  if (!found) return null;
  const end = found.index + found[0].length;
  if (start) {
    const rest = raw.slice(end);
    const shown = `env ${/set$/i.test(start[1] ?? '') ? 'set' : 'add'}`;
    if (rest.replaceAll(/[\s\p{Cf}`*_"'”.!?]/gu, '') === '') return { text: shown, given: null, isCommand: true };
    const given = assigned(rest, raw);
    return { text: given ? `${shown} ${given.name}=${hiddenValue}` : `${shown} ${hiddenValue}`, given, isCommand: true };
  }
  return { text: `${raw.slice(0, end)}${hiddenValue}`, given: null, isCommand: false };
};

// `c2VjcmV0==` is a value without a name, and no name with the value "=".
const assigned = (rest: string, raw: string): TypedSecret['given'] => {
  const [, name, said] = assignment.exec(rest) ?? [];
  if (name === undefined || said === undefined || !names.test(name)) return null;
  const value = unquoted(said.trim(), raw);
  return /^=*$/.test(value) ? null : { name, value };
};

// The sign that the whole command was quoted with, or the value.
const unquoted = (value: string, raw: string): string => {
  const sign = /^[\s\p{Cf}]*([`*_"'])/u.exec(raw)?.[1];
  if (sign !== undefined && value.endsWith(sign)) return value.slice(0, -1).trim();
  return /^(["'`])([\s\S]*)\1$/.exec(value)?.[2] ?? value;
};

/** A text without a value that was typed for the vault. */
export const hideTypedSecret = (text: string): string => findTypedSecret(text)?.text ?? text;

/** The code of the request that a text answers, as `answer CODE …` does; null for all else. */
export const answeredCode = (text: string): string | null => /^\s*\/?answer\s+([a-z0-9]{6})\s+\S/i.exec(text)?.[1] ?? null;
