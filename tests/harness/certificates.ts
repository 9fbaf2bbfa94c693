import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from './temp-home.ts';

/** Why no certificates can be made here; null when they can. */
export const certificatesLack = spawnSync('openssl', ['version']).status === 0 ? null : 'openssl is missing';

export interface Authority {
  /** Its own certificate, for who is to believe it. */
  readonly cert: string;
  /** A key and a certificate for a server of this name, "DNS:localhost" or "IP:127.0.0.1". */
  issue(name: string): { key: string; cert: string };
}

/** An authority that signs certificates and of which nobody knows yet. */
export const createAuthority = (): Authority => {
  const dir = tempFolder('authority');
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  const read = (name: string): string => readFileSync(join(dir, name), 'utf8');
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Authority of a test');
  let issued = 0;
  return {
    cert: read('ca.pem'),
    issue(name) {
      const of = `server${++issued}`;
      writeFileSync(join(dir, `${of}.ext`), `subjectAltName=${name}\n`);
      openssl('req', ...newKey, '-keyout', `${of}.key`, '-out', `${of}.csr`, '-subj', `/CN=${of}`);
      const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '1', '-extfile', `${of}.ext`];
      openssl('x509', '-req', '-in', `${of}.csr`, '-out', `${of}.pem`, ...signed);
      return { key: read(`${of}.key`), cert: read(`${of}.pem`) };
    },
  };
};
