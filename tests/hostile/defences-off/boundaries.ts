import { change, type Defence, replaced } from './change.ts';

/** What stands around: folders, sandboxes, networks, plugins, the door. */
export const boundaries: readonly Defence[] = [
  {
    name: 'paths',
    changes: [
      change('main/toolbox/files/workspace.ts', 'const noFollow = constants.O_NOFOLLOW ?? 0;', 'const noFollow = 0;'),
      change(
        'main/toolbox/files/workspace.ts',
        'const isInside = (real: string): boolean =>',
        'const isInside = (_: string): boolean => true;\n  const isInsideAsItWas = (real: string): boolean =>',
      ),
      change(
        'main/toolbox/files/workspace.ts',
        "if (isAbsolute(cleaned) || cleaned === '..' || cleaned.startsWith(`..${sep}`)) throw outsideError(path);",
        "if (isAbsolute(cleaned)) return realRoot.split(sep).slice(1).map(() => '..').join(sep) + cleaned;",
      ),
      change('main/toolbox/search/walk.ts', 'if (entry.isDirectory() && (', 'if ((entry.isDirectory() || entry.isSymbolicLink()) && ('),
      change('main/toolbox/search/walk.ts', 'if (entry.isFile()) yield', 'if (entry.isFile() || entry.isSymbolicLink()) yield'),
    ],
  },
  {
    name: 'sandbox',
    changes: [
      change(
        'plugins/embedded/bwrap-args.ts',
        "'--unshare-all'",
        "'--unshare-user-try', '--unshare-pid', '--unshare-ipc', '--unshare-uts'",
      ),
      change('plugins/embedded/bwrap-args.ts', "'--clearenv', ", ''),
      change(
        'plugins/embedded/bwrap-process.ts',
        'env: { PATH: process.env.PATH,',
        'env: { PATH: process.env.PATH, PYNCHY_HOSTILE_KEY: process.env.PYNCHY_HOSTILE_KEY,',
      ),
      change(
        'plugins/embedded/bwrap-args.ts',
        "...['--remount-ro', '/', '--chdir', '/workspace'],",
        "...['--bind', process.env.TMPDIR ?? '/tmp', process.env.TMPDIR ?? '/tmp', '--chdir', '/workspace'],",
      ),
    ],
  },
  {
    name: 'fetch-gate',
    changes: [
      replaced(
        'main/core/egress/target.ts',
        'checkedAddresses',
        'async ({ host }: Target, checks: Checks): Promise<string[]> => (isIP(host) ? [host] : resolved(host, checks.resolve ?? systemResolve))',
      ),
      change('main/core/egress/target.ts', 'if (url.username || url.password)', 'if (false)'),
      change('main/core/egress/tunnel.ts', "if (deps.mode() === 'off')", 'if (false)'),
      change('main/core/egress/tunnel.ts', 'if (!isAllowed(target.host, allowed))', 'if (false)'),
      change('main/core/egress/tunnel.ts', 'const fault = faultOf(words, target);', 'const fault = null as string | null;'),
      change('main/core/egress/fetch.ts', 'if (from.origin === to.origin) return', 'if (true) return'),
      change('plugins/api/model-fetch.ts', "redirect: 'manual'", "redirect: 'follow'"),
    ],
  },
  {
    name: 'redaction',
    changes: [
      change('main/core/base/redaction.ts', 'clean(text) {', 'clean(text) {\n      if (text !== null) return text;'),
      replaced('plugins/api/model-faults.ts', 'withoutKey', '(text: string, _?: string | null): string => text'),
    ],
  },
  {
    name: 'door',
    changes: [
      change(
        'main/server/auth.ts',
        'isSession: (session: string): boolean =>',
        'isSession: (_: string): boolean => true,\n    isSessionAsItWas: (session: string): boolean =>',
      ),
      change(
        'main/server/auth.ts',
        'isToken: (given: string): boolean =>',
        'isToken: (_: string): boolean => true,\n    isTokenAsItWas: (given: string): boolean =>',
      ),
      change(
        'main/server/auth.ts',
        "if (!known || known.used) return { ok: false, code: 'link-used' };",
        "if (!known || known.used) return { ok: true, session: 'any' };",
      ),
      change('main/server/auth.ts', "if (known.expires < o.now()) return { ok: false, code: 'link-expired' };", ''),
      change(
        'main/server/serve-loopback.ts',
        'const isOurs = (request: IncomingMessage): boolean => {',
        'const isOurs = (request: IncomingMessage): boolean => {\n    if (request) return true;',
      ),
      change('main/server/static-files.ts', 'if (!path.startsWith(root + sep) || !type) return false;', 'if (path === "") return false;'),
      change(
        'main/server/static-files.ts',
        'const type = contentTypes[extname(path)];',
        "const type = contentTypes[extname(path)] ?? 'text/plain';",
      ),
      change(
        'main/server/sent-files.ts',
        'const isShown = (mime: string): boolean =>',
        'const isShown = (_: string): boolean => true;\nconst isShownAsItWas = (mime: string): boolean =>',
      ),
      change('main/server/sent-files.ts', `"default-src 'none'; sandbox"`, "''"),
    ],
  },
  {
    name: 'plugin-scope',
    changes: [
      change('main/core/app/plugin-ctx.ts', 'const granted = deps.mayReveal(id, ref);', 'const granted = true;'),
      change('main/core/app/plugin-ctx.ts', "if (!mayFetch) throw new AppError('not-allowed', { what: 'network' });", ''),
      change(
        'main/core/app/plugin-ctx.ts',
        "if (signal.aborted) throw new AppError('not-available'",
        "if (false) throw new AppError('not-available'",
      ),
      change('main/core/app/plugin-ctx.ts', 'if (bytes > mostFileBytes)', 'if (false)'),
      change('main/core/plugins/plugins.ts', 'if (!declared)', 'if (false)'),
      change(
        'main/core/plugins/registry.ts',
        'if (taken) throw',
        'if (taken) entries.splice(entries.indexOf(taken), 1);\n      if (false) throw',
      ),
    ],
  },
  {
    name: 'mounts',
    changes: [
      change(
        'main/core/services/mount-list.ts',
        '  const { realPath } = asked;',
        "  const { realPath } = asked;\n  if (realPath !== '') return { ok: true, write: asked.write, held: null };",
      ),
      change(
        'main/core/services/own-folder.ts',
        'if (!isAbsolute(wanted) ||',
        'const free = realFolder(wanted);\n  if (free !== null) return free;\n  if (!isAbsolute(wanted) ||',
      ),
    ],
  },
  { name: 'file-names', changes: [replaced('main/core/blobs/file-name.ts', 'safeFileName', '(given: string): string => given')] },
  {
    name: 'emergency',
    changes: [
      change('main/core/app/queue-wiring.ts', '|| p.isHalted()', ''),
      change('main/core/app/task-firing.ts', 'isHalted()', 'false'),
      change(
        'main/core/services/emergency.ts',
        "if (more.length > 0) throw new AppError('emergency-more-held'",
        "if (false) throw new AppError('emergency-more-held'",
      ),
    ],
  },
  {
    name: 'audit',
    changes: [
      change(
        'main/core/api/audit.ts',
        'const problems = findings.map(inWords);',
        'const problems = findings.slice(findings.length).map(inWords);',
      ),
    ],
  },
];
