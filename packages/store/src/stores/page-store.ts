import type {
  Alert,
  DailyUsage,
  DayTotal,
  MatchedAlert,
  NotMonitored,
  NotMonitoredReason,
  PackagePurchase,
  PolledStatuses,
  Reason,
  Severity,
  UnixSeconds,
} from '@roamwatch/core';
import type { AlertEventChange } from '../schema/alert.js';
import type { AlertRow } from './alert-store.js';
import type { InventoryEntry } from './inventory-store.js';
import type { StoredMessage } from './outbox-store.js';

/** Queries for people, page by page. No cost here depends on how far somebody has paged. */
export interface PageStore {
  esims(query: EsimQuery): Promise<Paged<EsimLine>>;
  /** The filters for eSIMs: all statuses, and the most frequent cost centres in order of name. */
  esimFilters(): Promise<EsimFilters>;
  /** Number of listed eSIMs that are not monitored, by the first reason that applies. */
  notMonitored(polled: PolledStatuses): Promise<NotMonitored>;
  alerts(query: AlertQuery): Promise<Paged<AlertLine>>;
  alert(id: number, now: UnixSeconds): Promise<AlertLine | null>;
  /** Of one eSIM: open ones first, then the newest first. */
  alertsOfEsim(esim: number, now: UnixSeconds, limit: number): Promise<readonly AlertLine[]>;
  alertCounts(): Promise<AlertCounts>;
  /** The fields of every open alert that silences match, the worst first. */
  openSubjects(now: UnixSeconds): Promise<readonly OpenSubject[]>;
  /** Number of listed eSIMs with an open alert, by the worst of each. */
  esimsByAlert(): Promise<ReadonlyMap<Severity, number>>;
  /** The history of an alert, newest first. */
  eventsOf(alert: number): Promise<readonly AlertEventLine[]>;
  notificationsOf(alert: number): Promise<readonly NotificationLine[]>;
  /** Dead-lettered messages first, then pending ones, each oldest first. */
  undelivered(after: string | null, limit: number): Promise<Paged<UndeliveredLine>>;
  /** Messages retried or discarded by operators, the newest first. */
  handledMessages(limit: number): Promise<readonly HandledMessage[]>;
  /** When the inventory was last replaced; null where that was not recorded. */
  inventoryReplaced(): Promise<InventoryReplaced | null>;
  /** Number of listed eSIMs without an inventory entry. */
  withoutEntry(): Promise<number>;
  inventory(query: InventoryQuery): Promise<Paged<InventoryLine> & { readonly total: number }>;
  /** The facts about an eSIM beside its reading; by ICCID or eSIM id. Null when there is none. */
  esim(which: string, now: UnixSeconds): Promise<EsimProfile | null>;
  polling(): Promise<PollingState>;
  /** Text that differs whenever something a page shows may have changed. */
  revision(): Promise<string>;
}

/** One page of a listing. */
export interface Paged<Row> {
  readonly rows: readonly Row[];
  /** Where the next page starts; null: this is the last one. */
  readonly next: string | null;
}

/** Which eSIMs a page shows, and in what order. Null filters choose all. */
export interface EsimQuery {
  /** Decides which inventory entry counts. */
  readonly now: UnixSeconds;
  /** Which statuses are polled, for `notMonitored`. */
  readonly polled: PolledStatuses;
  readonly search: string;
  /** False: neither what is found nor its order may depend on a text with an email address in it. */
  readonly seesAddresses: boolean;
  readonly status: string | null;
  readonly alert: 'any' | 'critical' | 'warning' | 'none' | null;
  readonly costCentre: string | null;
  readonly notMonitored: NotMonitoredReason | null;
  readonly sort: 'worst' | 'left' | 'expires' | 'read' | 'label';
  readonly after: string | null;
  readonly limit: number;
}

/** A line of the list of eSIMs. Bytes are null where no reading has them. */
export interface EsimLine {
  readonly iccid: string | null;
  readonly esimId: string;
  readonly label: string | null;
  readonly costCentre: string | null;
  readonly status: string;
  readonly usageCheck: boolean;
  readonly unlimited: boolean;
  readonly allowanceBytes: number | null;
  readonly remainingBytes: number | null;
  readonly endsAt: UnixSeconds | null;
  readonly readAt: UnixSeconds | null;
  readonly failingSince: UnixSeconds | null;
  /** Null: it is monitored. */
  readonly notMonitored: NotMonitoredReason | null;
  readonly severity: Severity | null;
  readonly openAlerts: number;
  readonly days: readonly DayTotal[];
}

/** The values that can be filtered by. */
export interface EsimFilters {
  readonly statuses: readonly string[];
  readonly costCentres: readonly string[];
}

/** Which alerts a page shows, the worst first. Null filters choose all. */
export interface AlertQuery {
  readonly now: UnixSeconds;
  readonly state: Alert['state'];
  readonly severity: Severity | null;
  readonly rule: string | null;
  readonly search: string;
  /** As in {@link EsimQuery}. */
  readonly seesAddresses: boolean;
  readonly acknowledged: boolean | null;
  readonly after: string | null;
  readonly limit: number;
}

/** A line of the list of alerts. */
export interface AlertLine extends AlertRow {
  readonly acknowledgedBy: string | null;
  readonly acknowledgedComment: string | null;
  /** Of its eSIM, by the last good reading. */
  readonly remainingBytes: number | null;
}

/** An open alert, by what a silence could match. */
export interface OpenSubject extends MatchedAlert {
  readonly id: number;
}

/** Open alerts, as they are counted at the top of every page. */
export interface AlertCounts {
  readonly critical: number;
  readonly warning: number;
  readonly unacknowledgedCritical: number;
  readonly unacknowledgedWarning: number;
  /** Rules with an open alert. */
  readonly rules: readonly string[];
}

/** A change of an alert. */
export interface AlertEventLine {
  readonly at: UnixSeconds;
  readonly change: AlertEventChange;
  readonly severity: Severity;
  readonly reason: Reason;
}

/** A recipient who was, or is to be, notified of an alert. */
export interface NotificationLine {
  readonly receiver: string;
  readonly recipient: string;
  readonly state: 'waiting' | 'suppressed' | StoredMessage['state'];
  readonly at: UnixSeconds;
}

/** A message that is pending or was given up, with what it is about. */
export interface UndeliveredLine extends StoredMessage {
  readonly about: readonly MessageSubject[];
}

/** An alert that a message is about. */
export interface MessageSubject {
  readonly alertId: number;
  readonly severity: Severity;
  /** Label, else ICCID or eSIM id; null: about the provider. */
  readonly name: string | null;
}

/** A message that an operator retried or discarded. */
export interface HandledMessage {
  readonly at: UnixSeconds;
  /** Null where it was not recorded. */
  readonly by: string | null;
  readonly action: 'retried' | 'discarded';
  readonly kind: StoredMessage['kind'];
  readonly receiver: string;
  readonly recipient: string;
  readonly about: readonly MessageSubject[];
}

/** When the inventory last changed, and who changed it. */
export interface InventoryReplaced {
  readonly at: UnixSeconds;
  /** Null: nobody; Roamwatch found the file changed. */
  readonly by: string | null;
  readonly entries: number;
}

/** Which entries of the inventory a page shows. */
export interface InventoryQuery {
  readonly search: string;
  /** As in {@link EsimQuery}. */
  readonly seesAddresses: boolean;
  readonly after: string | null;
  readonly limit: number;
}

/** An entry of the inventory, with its eSIM. */
export interface InventoryLine extends InventoryEntry {
  /** Null: no eSIM has this ICCID. */
  readonly status: string | null;
}

/** What the page of one eSIM shows beside its line. */
export interface EsimProfile {
  readonly esim: number;
  readonly email: string | null;
  readonly glCode: string | null;
  readonly topUp: boolean;
  readonly notes: readonly string[];
  readonly purchases: readonly PackagePurchase[];
  /** The last days with usage. */
  readonly days: readonly DailyUsage[];
}

/** How the last poll ended, and whether one is under way. */
export interface PollingState {
  /** The newest cycle that ended. */
  readonly last: { readonly at: UnixSeconds; readonly error: string | null } | null;
  /** The newest cycle, when it has not ended. */
  readonly begunAt: UnixSeconds | null;
}
