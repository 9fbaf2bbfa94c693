/** The channels between page, preload and shell: one for the connection, one for calls, one that tells the page where to go. */
export const connectChannel = 'rpc:connect';
export const callChannel = 'shell:call';
export const goChannel = 'shell:go';
/** The window message with which a page receives its port. */
export const portMessage = 'pynchy:port';
/** The page's own place: a scheme that only this program serves. */
export const pageScheme = 'app';
export const pageOrigin = 'app://pynchy';
