/** How a running daemon adopts a new configuration. */
export interface Reload<T> {
  /**
   * Everything under the configuration as it is now; null when it is invalid, and `former` stays. Closes nothing. Waits for
   * `settled` when the new configuration is valid and before anything is made for it.
   */
  renew(former: T, settled: () => Promise<void>): Promise<T | null>;
  /** Calls `reload` on each request to read it, until the returned function is called. */
  onRequest(reload: () => void): () => void;
}
