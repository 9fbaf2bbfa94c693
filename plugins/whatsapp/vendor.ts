/** The library, loaded with the first connection: activating the plugin costs nothing. */
export const loadVendor = () => import('@whiskeysockets/baileys');
export type Vendor = Awaited<ReturnType<typeof loadVendor>>;
