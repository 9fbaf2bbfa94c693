import type { Session } from 'electron';
import { isOurPage } from './our-page.ts';

// Copying a code block. All else (camera, location, devices …) nobody asks for.
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** May our page have it? Everything else, and every other page, may nothing. */
export const isGranted = (permission: string, origin: string): boolean => granted.has(permission) && isOurPage(origin);

export const closePermissions = (session: Session): void => {
  session.setPermissionRequestHandler((contents, permission, answer, details) =>
    answer(isGranted(permission, details.requestingUrl ?? contents.getURL())),
  );
  session.setPermissionCheckHandler((_, permission, origin) => isGranted(permission, origin));
  session.setDevicePermissionHandler(() => false);
};
