import type { CalendarDate, InventoryFault, UnixSeconds } from '@roamwatch/core';

export interface InventorySource {
  inventory(query: InventoryQuery): Promise<InventoryPage>;
  /** The changes that a file would make, without making them. */
  preview(csv: string): Promise<InventoryPreview>;
}

export interface InventoryQuery {
  readonly search: string;
  /** As in `FleetQuery`. */
  readonly seesAddresses: boolean;
  readonly after: string | null;
  readonly limit: number;
}

export interface InventoryPage {
  readonly rows: readonly InventoryLine[];
  readonly next: string | null;
  readonly total: number;
  /** Listed eSIMs without an entry. */
  readonly withoutEntry: number;
  /** Where the file is read from; null: none is configured, and nothing can be uploaded. */
  readonly file: string | null;
  /** When it was last replaced; null where that was not recorded. */
  readonly replaced: InventoryReplaced | null;
}

export interface InventoryReplaced {
  readonly at: UnixSeconds;
  /** Null: Roamwatch found the file changed. */
  readonly by: string | null;
  readonly entries: number;
}

export interface InventoryLine {
  readonly iccid: string;
  readonly label: string | null;
  /** Viewers never see it. */
  readonly email: string | null;
  readonly costCentre: string | null;
  readonly glCode: string | null;
  readonly project: string | null;
  readonly validFrom: CalendarDate | null;
  /** Null: no eSIM has this ICCID. */
  readonly status: string | null;
}

export interface InventoryPreview {
  /** Those that make the file unusable; then nothing else counts. */
  readonly faults: Few<PreviewFault>;
  readonly entries: number;
  readonly added: Few<EntryName>;
  readonly removed: Few<EntryName>;
  readonly changed: Few<InventoryChange>;
  /** ICCIDs that no eSIM has. */
  readonly unknown: Few<string>;
}

/** The first of many. */
export interface Few<One> {
  readonly total: number;
  readonly first: readonly One[];
}

export interface PreviewFault {
  /** Null: of the whole file. */
  readonly line: number | null;
  readonly fault: InventoryFault;
}

export interface EntryName {
  readonly iccid: string;
  readonly label: string | null;
  readonly validFrom: CalendarDate | null;
}

export interface InventoryChange extends EntryName {
  readonly fields: readonly FieldChange[];
}

export const INVENTORY_FIELDS = ['label', 'email', 'costCentre', 'glCode', 'project', 'language'] as const;

export interface FieldChange {
  readonly field: (typeof INVENTORY_FIELDS)[number];
  readonly before: string | null;
  readonly after: string | null;
}
