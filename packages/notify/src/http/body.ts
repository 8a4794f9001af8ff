/** The body of a request that is made piece by piece. */
export interface Body {
  readonly bytes: number;
  /** The same each time. */
  chunks(): AsyncIterable<Uint8Array>;
}
