import type { CalendarDate, LanguageCode, UnixSeconds } from '@roamwatch/core';

/** The operator's list of the holders of eSIMs, effective-dated. */
export interface InventoryStore {
  /**
   * Replaces all entries; returns false (and writes nothing) when `digest` is the one stored. Of two entries for
   * the same ICCID and date the later one applies. A person who was erased stays so: of the same entry only what is
   * no personal data is taken. Who replaced it is stored; left out: Roamwatch found the file changed.
   */
  replace(entries: readonly InventoryEntry[], digest: string, at: UnixSeconds, by?: string): Promise<boolean>;
  /** The language of an address in an entry that applies on a day; null where none does. */
  languageOf(address: string, on: CalendarDate): Promise<LanguageCode | null>;
  /** Those of these ICCIDs that no eSIM has, each once and in order. Of an inventory that need not be the stored one. */
  unknownAmong(iccids: readonly string[]): Promise<readonly string[]>;
  /** Listed eSIMs that have none of these ICCIDs. */
  listedWithout(iccids: readonly string[]): Promise<readonly EsimWithoutEntry[]>;
}

/** A row of the inventory file: who has an eSIM, and who pays for it. */
export interface InventoryEntry {
  readonly iccid: string;
  readonly label: string | null;
  readonly email: string | null;
  readonly costCentre: string | null;
  readonly glCode: string | null;
  readonly project: string | null;
  /** The traveller's language; null or left out where unknown. */
  readonly language?: LanguageCode | null;
  /** In force from this date on, until the next entry of the same ICCID; null: always. */
  readonly validFrom: CalendarDate | null;
}

/** A listed eSIM that the inventory does not mention. */
export interface EsimWithoutEntry {
  readonly iccid: string | null;
  readonly esimId: string;
  readonly status: string;
}
