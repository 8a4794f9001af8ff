/** The service manager that started the daemon and supervises it, such as systemd. */
export interface ServiceManager {
  /** The start is complete. */
  ready(): void;
  stopping(): void;
}
