/** What can be wrong with the server; everything may be changed at any time. */
export interface Faults {
  /** HTTP status instead of the upgrade: a proxy, a captive portal. */
  refuseUpgrade: number | null;
  /** Reads everything and says nothing more, on every socket. */
  isSilent: boolean;
  /** Messages of the app are taken and passed on, but not confirmed. */
  dropAcks: boolean;
  /** Messages of the app vanish on the way to the server. */
  loseMessages: boolean;
  /** Messages of the app are refused with this error. */
  refuseMessages: number | null;
  /** A login is answered with this failure (401, 403). */
  refuseLogin: number | null;
  /** What waited is sent, the word that this was all is not: the library then keeps everything to itself. */
  withoutOfflineEnd: boolean;
  /** No history after the first login: the library then waits for it for 20 s. */
  withoutHistory: boolean;
  /** Nothing goes on to the apps until it is released, in the same or in another order. */
  isHeld: boolean;
  /** So many messages from one app to another cannot be read on arrival. */
  damageNext: number;
  /** Questions of apps about devices wait for their answer until `sim.answerQuestions()`. */
  holdsQuestions: boolean;
  /** What an app confirms is sent again at its next login. */
  forgetsReceipts: boolean;
}

export const noFaults = (): Faults => ({
  refuseUpgrade: null,
  isSilent: false,
  dropAcks: false,
  loseMessages: false,
  refuseMessages: null,
  refuseLogin: null,
  withoutOfflineEnd: false,
  withoutHistory: false,
  isHeld: false,
  damageNext: 0,
  holdsQuestions: false,
  forgetsReceipts: false,
});
