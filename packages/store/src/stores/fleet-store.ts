import type {
  EsimFacts,
  EsimKey,
  InstantRange,
  ListedBefore,
  ListedEsim,
  PackageEpoch,
  PolledStatuses,
  Reading,
  Rejected,
  Seconds,
  UnixSeconds,
} from '@roamwatch/core';

/** The eSIMs known, what the list said of them, and the state of polling each one. */
export interface FleetStore {
  /**
   * Inserts or updates what the list said. A card keeps its row and its history under whatever eSIM id it is listed, and
   * an eSIM whose ICCID moves to one never seen continues: see `cardOfEntry`. Entries without an ICCID are kept under
   * their eSIM id, and an ICCID once seen stays when a later list lacks it. Entries that were rejected are counted.
   *
   * @returns the keys of all that the page lists. Nothing is written for those of which it says nothing new.
   */
  recordListed(page: ListedPage, at: UnixSeconds): Promise<readonly EsimKey[]>;
  /**
   * After a listing: those that count as listed and that it did not list, ascending. One that another listing, of an event about
   * an unknown eSIM, has added since this one began is none of them.
   *
   * @param listed the keys of those it did.
   * @param since when it began.
   */
  unlisted(
    listed: Pick<ReadonlySet<EsimKey>, 'has'>,
    since: UnixSeconds,
    at: UnixSeconds,
  ): Promise<readonly EsimKey[]>;
  /** The first `limit` ICCIDs of these eSIMs, without those that other eSIMs have by now. */
  iccidsOf(esims: readonly EsimKey[], limit: number): Promise<readonly string[]>;
  /** eSIMs that could use data and counted as listed before `since`, and how many of them are among the `missing`. */
  listedBefore(since: UnixSeconds, missing: readonly EsimKey[]): Promise<ListedBefore>;
  /** After a complete listing: marks those it did not list as having left, and returns how many did. */
  markLeft(esims: readonly EsimKey[], at: UnixSeconds): Promise<number>;
  /**
   * eSIMs to poll for usage: still listed, usage check supported, an ICCID, a status that is polled. By key; of a large
   * fleet a page at a time, or those up to a key.
   */
  pollTargets(statuses: PolledStatuses, page?: Page, upTo?: EsimKey): Promise<readonly PollTarget[]>;
  countPollTargets(statuses: PolledStatuses): Promise<number>;
  /** The same eSIMs by key in parts of `size`: the last key of each, and how many eSIMs it has. */
  pollRanges(
    statuses: PolledStatuses,
    size: number,
  ): Promise<readonly { readonly last: EsimKey; readonly esims: number }[]>;
  /** Counts by status of all still listed. */
  countByStatus(): Promise<ReadonlyMap<string, number>>;
  /** Ages of the newest readings, of eSIMs that `pollTargets(statuses)` gives. */
  readingAges(statuses: PolledStatuses, at: UnixSeconds): Promise<ReadingAges>;
  /** eSIMs whose calls fail, the longest failing first. */
  failing(limit: number): Promise<readonly FailingEsim[]>;
  /** The failures of one eSIM's calls; null when they succeed. */
  failureOf(esim: EsimKey): Promise<Failure | null>;
  /**
   * Facts for the rules, by key, with the inventory entry that applies on the UTC date of `at`, and without `days`
   * and `earlierReadings`. `fresh` is true when the last good reading was taken at `at` or later.
   */
  facts(esims: readonly EsimKey[], at: UnixSeconds): Promise<readonly EsimFacts[]>;
  /** The provider's offers for an eSIM, for a message: its notes, and whether it takes top-ups. */
  adviceOn(esim: EsimKey): Promise<Advice>;
  /** The eSIM an ICCID belongs to now; null when none has it. */
  findByIccid(iccid: string): Promise<EsimKey | null>;
  /**
   * eSIMs that people may mean, those that left the list included; those whose label only contains the text last, else by
   * ICCID; at most `limit`.
   */
  find(named: EsimNamed, limit: number): Promise<readonly FoundEsim[]>;
  /** eSIMs that can use data and whose package, or unused profile, ends within a span, the soonest first. */
  expiring(within: InstantRange, limit: number): Promise<NamedEsims>;
  /** eSIMs that can use data and of which nothing was ever used, those known for longest first. */
  neverUsed(now: UnixSeconds, limit: number): Promise<NamedEsims>;
}

/** The first of them, and how many there are. */
export interface NamedEsims {
  readonly total: number;
  readonly esims: readonly NamedEsim[];
}

/** An eSIM of which the weekly summary names when it ends. Bytes are null where no reading has them. */
export interface NamedEsim {
  readonly esimId: string;
  readonly iccid: string | null;
  readonly label: string | null;
  readonly status: string;
  readonly endsAt: UnixSeconds | null;
  readonly firstSeenAt: UnixSeconds;
  readonly allowanceBytes: number | null;
  readonly remainingBytes: number | null;
}

/** The ways to name an eSIM. */
export interface EsimNamed {
  /** An eSIM id, or a label or a part of it, whatever its case (ASCII). */
  readonly text: string;
  /** The end of its ICCID; null: not given. */
  readonly ending: string | null;
  /** Decides which inventory entry counts. */
  readonly now: UnixSeconds;
}

/** An eSIM that a person has named, by ICCID, eSIM id or label. */
export interface FoundEsim {
  readonly esim: EsimKey;
  readonly esimId: string;
  readonly iccid: string | null;
  readonly label: string | null;
  readonly status: string;
  readonly leftListAt: UnixSeconds | null;
}

/** A part of the list. */
export interface ListedPage {
  readonly esims: readonly ListedEsim[];
  readonly rejected: readonly Rejected[];
}

/** At most `limit` eSIMs with a key above `after`. */
export interface Page {
  readonly after: EsimKey;
  readonly limit: number;
}

/** How old the last good readings of the polled eSIMs are. */
export interface ReadingAges {
  /** eSIMs that never gave a reading. */
  readonly without: number;
  /** Of the others; 0 when there are none. */
  readonly oldest: Seconds;
  readonly mean: Seconds;
}

/** An eSIM of which the last calls failed. */
export interface FailingEsim extends Failure {
  readonly iccid: string | null;
  readonly esimId: string;
}

/** Calls that fail, one after the other. */
export interface Failure {
  readonly since: UnixSeconds;
  /** Calls that failed since then. */
  readonly times: number;
  /** Of the newest failure. */
  readonly reason: string;
}

/** What the list says about helping an eSIM: whether it can be topped up, and the notes of the provider. */
export interface Advice {
  readonly topUp: boolean;
  readonly notes: readonly string[];
}

/** An eSIM to be polled for usage, with what its answer is compared with. */
export interface PollTarget {
  readonly esim: EsimKey;
  readonly esimId: string;
  readonly iccid: string;
  /** How the provider spells the ICCID, for requests; absent where that is the canonical spelling. */
  readonly requestIccid?: string;
  readonly status: string;
  readonly unlimited: boolean;
  readonly epoch: PackageEpoch | null;
  /** The last one; null before the first. */
  readonly reading: Reading | null;
  /** Of the last answer that was understood whole; null without one. */
  readonly fingerprint: string | null;
  /** Until then an equal answer changes no alert; null: every answer is to be evaluated. */
  readonly quietUntil: UnixSeconds | null;
  /** Of the daily rows before the last one of that answer, where all of them are stored. */
  readonly daysDigest: string | null;
}
