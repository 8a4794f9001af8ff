/** Whoever started the daemon and wants to know how it fares, such as systemd. */
export interface ServiceManager {
  /** The start is over. */
  ready(): void;
  stopping(): void;
}
