/** Small facts that must survive a restart: concluded units, list sizes, the salt of message ids. JSON values. */
export interface SettingsStore {
  /** Undefined when it was never set. */
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}
