const listed = (names: string): ReadonlySet<string> => new Set(names.split(/\s+/).filter((name) => name !== ''));

/** Look and print, whatever their arguments are. */
export const readers = listed(`
  : [ [[ b2sum base32 base64 basename break cat cd cksum cmp column comm continue cut date df diff dir dirname du echo egrep exit
  expand expr factor false fgrep file fmt fold free getopts grep groups head hexdump id jobs join jq kill ls lsblk md5sum nl nproc
  numfmt od paste pathchk pinky popd printf ps pushd pwd readlink realpath return rev seq sha1sum sha224sum sha256sum sha384sum sha512sum
  shift shuf sleep stat strings sum tac tail test tr tree true tsort tty type uname unexpand uptime vdir vmstat w wait wc which who
  whoami xxd yes printenv`);

/** Change the files that they are given. The value: which of them. */
export const changers: Readonly<Record<string, 'all' | 'last'>> = {
  cp: 'last',
  ln: 'all',
  mkdir: 'all',
  mktemp: 'all',
  mv: 'all',
  tee: 'all',
  touch: 'all',
  truncate: 'all',
  install: 'last',
  split: 'all',
  patch: 'all',
  dd: 'all',
  zip: 'all',
  unzip: 'all',
  gzip: 'all',
  gunzip: 'all',
  bzip2: 'all',
  bunzip2: 'all',
  xz: 'all',
  unxz: 'all',
  zstd: 'all',
};

export const deleters = listed('rm rmdir shred unlink');

export const permissionChangers = listed(`
  chattr chgrp chmod chown mount passwd setcap setfacl su sudo doas umount useradd usermod`);

/** Talk to other computers. */
export const networkers = listed(`
  aria2c curl dig finger ftp host http https lynx nc ncat netcat nslookup ping ping6 rsync scp sftp socat ssh telnet tftp traceroute w3m
  wget whois`);

/** Fetch and run what others wrote. */
export const installers = listed(`
  apt apt-get brew bundle bundler cargo composer conda dnf docker gem gh go helm kubectl mvn gradle nerdctl npm npx pacman pip pip3 pipx
  pnpm podman poetry snap terraform uv uvx yarn yum aws gcloud`);

/** Run the program that follows them. The value: their options that take a word. */
export const wrappers: Readonly<Record<string, string>> = {
  builtin: '',
  command: '',
  doas: '-u',
  env: '-u -C',
  exec: '-a',
  flock: '-w',
  ionice: '-c -n -p',
  nice: '-n',
  nohup: '',
  setsid: '',
  stdbuf: '-i -o -e',
  sudo: '-u -g',
  time: '',
  timeout: '-s -k',
  watch: '-n',
  xargs: '-I -n -P -L -d -a -s -E',
};
/** Words before the program, besides options: a duration, a file. */
export const wordsBefore: Readonly<Record<string, number>> = { timeout: 1, flock: 1 };

export const shells = listed('ash bash dash ksh sh zsh');

/** Names of variables that change what programs do. */
export const isRiskyVariable = (name: string): boolean =>
  /^(?:PATH|IFS|ENV|BASH_\w*|LD_\w*|DYLD_\w*|PS\d|PROMPT_COMMAND|CDPATH|SHELLOPTS|BASHOPTS|GLOBIGNORE|HOME|PAGER|EDITOR|VISUAL|GIT_\w*|NODE_\w*|PYTHON\w*|PERL\w*|RUBY\w*)$/.test(
    name,
  );
/** Before a command, only these are known to be harmless. */
export const isHarmlessBefore = (name: string): boolean => /^(?:LANG|LC_\w+|TZ|TERM|NO_COLOR|COLUMNS|LINES|[a-z_][a-z0-9_]*)$/.test(name);
