import type { DayTotal, NotMonitoredReason, Severity, UnixSeconds } from '@roamwatch/core';
import type { NotMonitored } from './overview.js';

export interface FleetSource {
  fleet(query: FleetQuery): Promise<FleetPage>;
  /** Values to filter by, in order; the most frequent where there are many. */
  filters(): Promise<FleetFilters>;
}

export const FLEET_SORTS = ['worst', 'left', 'expires', 'read', 'label'] as const;
export type FleetSort = (typeof FLEET_SORTS)[number];

export const FLEET_ALERTS = ['any', 'critical', 'warning', 'none'] as const;

/** Which eSIMs, in which order. Empty text and null: no condition. */
export interface FleetQuery {
  /** Part of a label, ICCID, cost centre or project. */
  readonly search: string;
  /** False: neither what is found nor its order may depend on a text with an email address in it. */
  readonly seesAddresses: boolean;
  readonly status: string | null;
  /** By worst open alert. */
  readonly alert: (typeof FLEET_ALERTS)[number] | null;
  readonly costCentre: string | null;
  readonly notMonitored: NotMonitored['reason'] | null;
  readonly sort: FleetSort;
  /** `next` of the page before; null for the first page. */
  readonly after: string | null;
  readonly limit: number;
}

export interface FleetPage {
  readonly rows: readonly FleetRow[];
  /** Null: this is the last page. */
  readonly next: string | null;
}

export interface FleetRow {
  readonly iccid: string | null;
  readonly esimId: string;
  readonly label: string | null;
  readonly costCentre: string | null;
  readonly status: string;
  readonly usageCheck: boolean;
  readonly unlimited: boolean;
  readonly allowanceBytes: number | null;
  readonly remainingBytes: number | null;
  /** End of the active package; of a profile that is not installed, when it expires. */
  readonly endsAt: UnixSeconds | null;
  /** Time of the last good reading. */
  readonly readAt: UnixSeconds | null;
  readonly failingSince: UnixSeconds | null;
  /** Null: it is monitored. */
  readonly notMonitored: NotMonitoredReason | null;
  /** False: its last reading is older than the polls that followed it allow. */
  readonly isCurrent: boolean;
  /** Of the worst open alert. */
  readonly severity: Severity | null;
  readonly openAlerts: number;
  /** The last days with usage, oldest first. */
  readonly days: readonly DayTotal[];
}

export interface FleetFilters {
  readonly statuses: readonly string[];
  readonly costCentres: readonly string[];
}
