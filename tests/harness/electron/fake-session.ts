import type { CustomScheme, Session } from 'electron';
import { record } from './record.ts';

type Handler = (request: Request) => Response | Promise<Response>;
export const handlers = new Map<string, Handler>();
export const permissions: {
  request: Parameters<Session['setPermissionRequestHandler']>[0];
  check: Parameters<Session['setPermissionCheckHandler']>[0];
  device: Parameters<Session['setDevicePermissionHandler']>[0];
} = { request: null, check: null, device: null };

export const protocol = {
  registerSchemesAsPrivileged: (schemes: CustomScheme[]) => void record.schemes.push(...schemes.map((s) => JSON.stringify(s))),
};

const defaultSession: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'> & {
  protocol: { handle(scheme: string, handler: Handler): void };
} = {
  setPermissionRequestHandler: (handler) => {
    permissions.request = handler;
  },
  setPermissionCheckHandler: (handler) => {
    permissions.check = handler;
  },
  setDevicePermissionHandler: (handler) => {
    permissions.device = handler;
  },
  protocol: { handle: (scheme, handler) => void handlers.set(scheme, handler) },
};
export const session = { defaultSession };
