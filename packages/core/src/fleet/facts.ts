import type { UnixSeconds } from '../time/instant.js';
import type { DailyUsage, EarlierReading, PackageEpoch, Reading } from '../usage/usage.js';
import type { EsimKey } from './esim.js';

/** Everything the rules evaluate, for one eSIM, at one instant. Assembled by the store and the poll cycle. */
export interface EsimFacts {
  readonly esim: EsimKey;
  readonly esimId: string;
  readonly iccid: string | null;
  readonly status: string;
  readonly usageCheck: boolean;
  /** By the list, or by the allowance that was last read. */
  readonly unlimited: boolean;
  /** When the profile expires unused (of a `READY` eSIM), from the list. */
  readonly lapsesAt: UnixSeconds | null;
  readonly firstSeenAt: UnixSeconds;
  /** Set while the eSIM is missing from the list. */
  readonly leftListAt: UnixSeconds | null;
  /** From the inventory. */
  readonly label: string | null;
  readonly costCentre: string | null;
  readonly project: string | null;
  /** The last good reading; null when there never was one. */
  readonly reading: Reading | null;
  /** True when `reading` was taken by this very cycle; only then may figures change an alert. */
  readonly fresh: boolean;
  /** True when this cycle's answer is not what the provider had said before; only then does it count towards clearing. */
  readonly isNews: boolean;
  readonly epoch: PackageEpoch | null;
  /** Usage per day and place, newest last, as far back as the rules need (`historyNeeded`); empty if not loaded. */
  readonly days: readonly DailyUsage[];
  /** Earlier readings of the current epoch, oldest first, without `reading`; empty if not loaded. */
  readonly earlierReadings: readonly EarlierReading[];
  /** Places this eSIM was seen in before this cycle. */
  readonly knownLocations: readonly string[];
  /** Since when its calls fail; null while they succeed. */
  readonly failingSince: UnixSeconds | null;
}

/** What is stored of an eSIM before an answer: without `days` and `earlierReadings`. */
export interface StoredFacts extends EsimFacts {
  /** Of daily rows of its last answer that are all stored: see `UsageChanges`. */
  readonly daysDigest: string | null;
}
