/** How long everything may take. All in ms. */
export interface Timing {
  /** Nothing heard for this long while connecting: the try has failed (a refused upgrade says nothing by itself). */
  readonly connectMs: number;
  /** From the login to the end of what waited in the network. */
  readonly syncMs: number;
  /** The library's ping; the server is silent when it does not answer the next one. */
  readonly keepAliveMs: number;
  /** Nothing heard for this long: not live any more. */
  readonly silenceMs: number;
  /** What the library reads or writes is not through after so long: it has locked itself up, and begins anew. */
  readonly stuckMs: number;
  /** Least time between two words of "still live". */
  readonly proofMs: number;
  readonly retryBaseMs: number;
  readonly retryCapMs: number;
  /** Live for this long, and earlier failures are forgotten. */
  readonly stableMs: number;
  /** A version that is refused is not tried often. */
  readonly refusedRetryMs: number;
  /** Codes are shown at most `pairingsMax` times per `pairingsPerMs`. */
  readonly pairingsPerMs: number;
  readonly pairingsMax: number;
  readonly firstQrMs: number;
  readonly nextQrMs: number;
  /** A message that could not be read is asked for after so long, then ever more rarely, and given up in the end. */
  readonly askMs: number;
  readonly askCapMs: number;
  readonly unreadableMs: number;
  /** Least time between two looks at all groups. */
  readonly groupsMs: number;
  /** All codes of one pairing together, and a little. */
  readonly pairingMs: number;
}

export const defaultTiming: Timing = {
  connectMs: 30_000,
  syncMs: 60_000,
  keepAliveMs: 15_000,
  silenceMs: 40_000,
  stuckMs: 45_000,
  proofMs: 10_000,
  retryBaseMs: 1_000,
  retryCapMs: 300_000,
  stableMs: 60_000,
  refusedRetryMs: 3_600_000,
  pairingsPerMs: 600_000,
  pairingsMax: 3,
  firstQrMs: 60_000,
  nextQrMs: 20_000,
  askMs: 15_000,
  askCapMs: 3_600_000,
  unreadableMs: 86_400_000,
  groupsMs: 600_000,
  pairingMs: 180_000,
};
