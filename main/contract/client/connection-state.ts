/** Why there is no connection: nobody answered, an open one ended, or it stopped answering. */
export type LostCause = 'unreachable' | 'closed' | 'not-answering';

/** Where the connection to the host stands. `signed-out` and `closed` are final until a new connection is made. */
export type ConnectionState =
  | { readonly phase: 'connecting'; readonly attempt: number; readonly cause: LostCause | null }
  | { readonly phase: 'open' }
  | { readonly phase: 'waiting'; readonly attempt: number; readonly cause: LostCause; readonly nextTryAt: number }
  | { readonly phase: 'signed-out' }
  | { readonly phase: 'closed' };

/** The host closes a socket with this code when the caller is not signed in. */
export const notSignedInCloseCode = 4401;
