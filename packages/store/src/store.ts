import type {
  Alert,
  AlertedChange,
  CalendarDate,
  DailyUsage,
  DataUnit,
  EsimFacts,
  EsimKey,
  Evaluation,
  ListedEsim,
  PackageEpoch,
  PackagePurchase,
  Reading,
  Rejected,
  Seconds,
  Severity,
  UnixSeconds,
} from '@roamwatch/core';

/** The database of one installation: one file, one writer. Every method is synchronous, as SQLite is. */
export interface Store {
  readonly file: string;
  /** Runs `work` in one immediate transaction; nested calls join the outer one. */
  transaction<T>(work: () => T): T;
  readonly fleet: FleetStore;
  readonly usage: UsageStore;
  readonly alerts: AlertStore;
  readonly outbox: OutboxStore;
  readonly inventory: InventoryStore;
  readonly purchases: PurchaseStore;
  readonly silences: SilenceStore;
  readonly cycles: CycleStore;
  readonly settings: SettingsStore;
  readonly rejected: RejectedStore;
  readonly lease: InstanceLease;
  close(): void;
}

/** The eSIMs known, what the list said of them, and the state of asking each one. */
export interface FleetStore {
  /** Inserts or updates what the list said. Entries without an ICCID are kept under their eSIM id. */
  recordListed(esims: readonly ListedEsim[], at: UnixSeconds): void;
  /** After a complete listing: marks those not listed since `since` as having left, and returns how many did. */
  markLeft(since: UnixSeconds, at: UnixSeconds): number;
  /** eSIMs to ask for usage: still listed, usage check supported, an ICCID, one of `statuses`. By key. */
  pollTargets(statuses: readonly string[]): readonly PollTarget[];
  /** Counts by status of all still listed. */
  countByStatus(): ReadonlyMap<string, number>;
  recordFailure(esim: EsimKey, at: UnixSeconds, reason: string): void;
  /** Facts for the rules, with the inventory entry in force on `at`, and without `days` and `earlierReadings`. */
  facts(esims: readonly EsimKey[], at: UnixSeconds): readonly EsimFacts[];
  /** Keys of all eSIMs that rules may speak about and that were not evaluated since `since`; ascending. */
  keysNotEvaluatedSince(since: UnixSeconds): readonly EsimKey[];
  markEvaluated(esims: readonly EsimKey[], at: UnixSeconds): void;
  saveEpoch(esim: EsimKey, epoch: PackageEpoch): void;
  findByIccid(iccid: string): EsimKey | null;
}

export interface PollTarget {
  readonly esim: EsimKey;
  readonly esimId: string;
  readonly iccid: string;
  readonly status: string;
  readonly epoch: PackageEpoch | null;
}

/** Daily rows and readings. */
export interface UsageStore {
  /**
   * Writes merged daily rows. New ones are inserted, changed ones updated with the former value and its times
   * kept; equal ones cost a comparison. A day that is not among `days` stays as it is.
   */
  recordDays(esim: EsimKey, days: readonly DailyUsage[], at: UnixSeconds): DaysWritten;
  /** Stores the reading, clears the eSIM's failure, and remembers it as the last good one. */
  recordReading(esim: EsimKey, reading: Reading): void;
  daysSince(esim: EsimKey, from: CalendarDate): readonly DailyUsage[];
  /** Readings since `from`, oldest first, at most the newest `limit`. */
  readingsSince(esim: EsimKey, from: UnixSeconds, limit: number): readonly Reading[];
  /** When the operator's unit turns out another: multiplies stored daily rows exactly, in one transaction. */
  rescaleDays(from: DataUnit, to: DataUnit): void;
}

export interface DaysWritten {
  readonly added: number;
  readonly changed: number;
}

export interface AlertStore {
  /** Alerts of these eSIMs that are open, or resolved in their running epoch. */
  ofEsims(esims: readonly EsimKey[]): readonly Alert[];
  /** The newest alert about the provider, open or resolved; null when there never was one. */
  aboutProvider(): Alert | null;
  /** Writes a decision and its history row; returns what people may hear of it, or null for silent decisions. */
  apply(subject: AlertSubject, evaluation: Evaluation, at: UnixSeconds): AlertedChange | null;
  get(id: number): AlertRow | null;
  /** Worst first, then oldest first. */
  open(): readonly AlertRow[];
  history(limit: number, before?: number): readonly AlertEventRow[];
  acknowledge(id: number, at: UnixSeconds, by: string, comment: string): boolean;
  /** Open criticals, not acknowledged, last told to `receiver` before `toldBefore`. */
  dueReminders(receiver: string, toldBefore: UnixSeconds): readonly AlertRow[];
}

export interface AlertSubject {
  readonly esim: EsimKey | null;
  readonly epoch: number;
}

/** An alert with the eSIM it is about, for people. */
export interface AlertRow extends Alert {
  readonly iccid: string | null;
  readonly esimId: string | null;
  readonly label: string | null;
  readonly costCentre: string | null;
  readonly project: string | null;
  readonly status: string | null;
  readonly lastToldAt: UnixSeconds | null;
  readonly timesTold: number;
}

export interface AlertEventRow {
  readonly id: number;
  readonly alertId: number;
  readonly at: UnixSeconds;
  readonly change: 'opened' | 'escalated' | 'resolved' | 'closed' | 'acknowledged';
  readonly severity: Severity;
  readonly rule: string;
  readonly iccid: string | null;
  readonly label: string | null;
  readonly reason: string;
}

/**
 * News waits here until it is grouped into a message; a message waits here until it is delivered. News is
 * written in the transaction that changes the alert, so neither exists without the other.
 */
export interface OutboxStore {
  addNews(news: NewNews): void;
  /** News not yet part of a message, oldest first. */
  waitingNews(): readonly News[];
  /** Groups news into one message to one recipient; fails if any of it is in a message already. */
  createMessage(message: NewMessage): void;
  /** Marks news as not to be told, with the reason ("resolved before it was told"). */
  dropNews(ids: readonly number[], at: UnixSeconds, reason: string): void;
  newsOf(messageId: string): readonly News[];
  message(id: string): StoredMessage | null;
  /** Takes due messages under a lease by a conditional update, oldest first. */
  claim(now: UnixSeconds, lease: Seconds, limit: number, holder: string): readonly StoredMessage[];
  markSent(id: string, now: UnixSeconds): void;
  markObsolete(id: string, now: UnixSeconds): void;
  retryAt(id: string, at: UnixSeconds, error: string): void;
  markDead(id: string, now: UnixSeconds, error: string): void;
  /** Ids of messages sent earlier to this recipient about any of these alerts, oldest first. */
  earlierMessages(alertIds: readonly number[], receiver: string, recipient: string): readonly string[];
  counts(): { readonly pending: number; readonly dead: number; readonly oldestPendingAt: UnixSeconds | null };
  /** When the next pending message is due; null when none waits. */
  nextDueAt(): UnixSeconds | null;
  dead(): readonly StoredMessage[];
}

export interface NewNews {
  readonly change: 'opened' | 'escalated' | 'resolved' | 'reminder';
  readonly alertId: number;
  readonly severity: Severity;
  readonly receiver: string;
  readonly recipient: string;
  readonly at: UnixSeconds;
}

export interface News extends NewNews {
  readonly id: number;
}

export interface NewMessage {
  readonly id: string;
  readonly kind: 'alerts' | 'test' | 'notice' | 'report';
  readonly receiver: string;
  readonly recipient: string;
  readonly createdAt: UnixSeconds;
  readonly newsIds: readonly number[];
  /** What the kinds other than `alerts` need to be composed again; for `alerts` only flags. JSON. */
  readonly body: unknown;
}

export interface StoredMessage extends Omit<NewMessage, 'newsIds'> {
  readonly state: 'pending' | 'sent' | 'obsolete' | 'dead';
  readonly attempts: number;
  readonly nextAttemptAt: UnixSeconds;
  readonly lastError: string | null;
  readonly sentAt: UnixSeconds | null;
}

/** The operator's list of who has which eSIM, effective-dated. */
export interface InventoryStore {
  /** Replaces all entries; returns false (and writes nothing) when `digest` is the one stored. */
  replace(entries: readonly InventoryEntry[], digest: string, at: UnixSeconds): boolean;
  /** ICCIDs in the inventory that no eSIM has. */
  unknownIccids(): readonly string[];
  /** Listed eSIMs without an entry. */
  withoutEntry(): readonly {
    readonly iccid: string | null;
    readonly esimId: string;
    readonly status: string;
  }[];
  /** The address of an eSIM's traveller on a day; null when there is none. */
  emailOf(esim: EsimKey, on: CalendarDate): string | null;
}

export interface InventoryEntry {
  readonly iccid: string;
  readonly label: string | null;
  readonly email: string | null;
  readonly costCentre: string | null;
  readonly glCode: string | null;
  readonly project: string | null;
  /** In force from this date on; null: always. */
  readonly validFrom: CalendarDate | null;
}

export interface PurchaseStore {
  /** Replaces what is known of an eSIM's packages history by what the provider says now; rows never vanish. */
  record(esim: EsimKey, purchases: readonly PackagePurchase[], at: UnixSeconds): void;
  /** Rows known; null when the history was never fetched. */
  count(esim: EsimKey): number | null;
}

export interface SilenceStore {
  add(silence: Omit<Silence, 'id'>): number;
  /** Those in force at `at`. */
  active(at: UnixSeconds): readonly Silence[];
  all(): readonly Silence[];
  end(id: number, at: UnixSeconds): boolean;
}

export interface Silence {
  readonly id: number;
  /** As typed: `severity=warning`, `label=Anna*`, `iccid=8944…`, joined by commas. */
  readonly matcher: string;
  readonly comment: string;
  readonly createdAt: UnixSeconds;
  readonly endsAt: UnixSeconds;
}

export interface CycleStore {
  begin(at: UnixSeconds): number;
  /** `summary` is the object `poll --json` prints. */
  finish(id: number, at: UnixSeconds, summary: Readonly<Record<string, number>>, error: string | null): void;
  /** The newest cycle that ended without an error; null before the first. */
  lastGoodAt(): UnixSeconds | null;
  /** How many cycles running, newest first, ended because the provider could not be reached. */
  failuresRunning(): number;
  count(): number;
}

/** Small facts that must survive a restart: concluded units, list sizes, the salt of message ids. JSON values. */
export interface SettingsStore {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

export interface RejectedStore {
  /** Kept once per eSIM, kind, reason and sample, with first and last time and a count. `esim` null: unknown. */
  add(esim: EsimKey | null, rejected: readonly Rejected[], at: UnixSeconds): void;
  list(limit: number): readonly RejectedRow[];
}

export interface RejectedRow extends Rejected {
  readonly iccid: string | null;
  readonly firstAt: UnixSeconds;
  readonly lastAt: UnixSeconds;
  readonly times: number;
}

/** One writer at a time, also across processes that die without a word. */
export interface InstanceLease {
  /** Null on success; otherwise who holds it ("process 4711 on host since 12:00"). */
  acquire(holder: string, now: UnixSeconds, length: Seconds): string | null;
  renew(holder: string, now: UnixSeconds, length: Seconds): boolean;
  release(holder: string): void;
}
