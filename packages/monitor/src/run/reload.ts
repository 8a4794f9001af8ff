/** How a running daemon gets at a new configuration. */
export interface Reload<T> {
  /** Everything under the configuration as it is now; null when it cannot be used, and `former` goes on. Closes nothing. */
  renew(former: T): T | null;
  /** Calls `reload` whenever somebody wants it read, until the returned function is called. */
  onRequest(reload: () => void): () => void;
}
