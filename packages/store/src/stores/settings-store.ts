import type { Decide } from './decide.js';
import type { NewMessage } from './outbox-store.js';

/** Small facts that must survive a restart: concluded units, list sizes, what is done by schedule. JSON values. */
export interface SettingsStore {
  /** Undefined when it was never set. */
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  /** Changes settings, given what these are, and queues the messages that follow from it: all or nothing. */
  change<Changes extends SettingsChange>(
    keys: readonly string[],
    decide: Decide<SettingValues, Changes>,
  ): Promise<Changes>;
}

/** By key; a setting that was never set is missing. */
export type SettingValues = Readonly<Record<string, unknown>>;

/** Settings to be stored, and messages to be queued along with them. */
export interface SettingsChange {
  readonly set: SettingValues;
  readonly queue?: readonly NewMessage[];
}
