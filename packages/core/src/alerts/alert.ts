import type { EsimKey } from '../fleet/esim.js';
import type { CalendarDate, UnixSeconds } from '../time/instant.js';
import type { DailyUsage, EarlierReading, PackageEpoch, Reading } from '../usage/usage.js';
import type { RuleType, Severity } from './rules/rule.js';

/** Everything the rules look at, for one eSIM, at one instant. Assembled by the store and the poll cycle. */
export interface EsimFacts {
  readonly esim: EsimKey;
  readonly esimId: string;
  readonly iccid: string | null;
  readonly status: string;
  readonly usageCheck: boolean;
  readonly unlimited: boolean;
  /** When the profile lapses unused (of a `READY` eSIM), from the list. */
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
  readonly epoch: PackageEpoch | null;
  /** Usage per day and place, newest last, as far back as the rules look (35 days); empty if not loaded. */
  readonly days: readonly DailyUsage[];
  /** Earlier readings of the running epoch, oldest first, without `reading`; empty if not loaded. */
  readonly earlierReadings: readonly EarlierReading[];
  /** Places this eSIM was seen in before this cycle. */
  readonly knownLocations: readonly string[];
  /** Since when its calls fail; null while they succeed. */
  readonly failingSince: UnixSeconds | null;
}

/** An alert as it is stored: one per rule, eSIM and package epoch. */
export interface Alert {
  readonly id: number;
  readonly rule: string;
  readonly ruleType: RuleType;
  /** Null for an alert about the provider. */
  readonly esim: EsimKey | null;
  readonly epoch: number;
  readonly state: 'open' | 'resolved';
  readonly severity: Severity;
  /**
   * Rank of the worst step reached, from 1; steps at or below it count as told, also while the alert is
   * resolved. 0 once it recovered: then every step is armed anew. For `usage-spike` the rank grows with the
   * date, for `new-location` with the number of places, so that each later event is a step up.
   */
  readonly step: number;
  readonly openedAt: UnixSeconds;
  readonly changedAt: UnixSeconds;
  readonly resolvedAt: UnixSeconds | null;
  /** Why it stands as it does, in words. */
  readonly reason: string;
  /** Fresh readings running that were above the clear level; two of them clear the alert. */
  readonly clearStreak: number;
  readonly acknowledgedAt: UnixSeconds | null;
}

/** What one rule says about one eSIM before any history is looked at. */
export type Verdict =
  /** The rule has nothing to say about this eSIM (unlimited, never installed, skipped steps only, …). */
  | { readonly kind: 'not-applicable'; readonly reason: string }
  /** It would apply, but what it needs is missing or stale: nothing may change. */
  | { readonly kind: 'unknown'; readonly reason: string }
  | {
      readonly kind: 'measured';
      /** 0: no step reached; else the rank of the worst step reached, from 1 (least severe). */
      readonly step: number;
      /** Severity of that step; null at step 0. */
      readonly severity: Severity | null;
      /** True when the value is far enough on the good side to count towards clearing. */
      readonly clear: boolean;
      /** The measured value and the limit in words: "104 MB of 1 GB left (10.2 %)", "25 %". */
      readonly value: string;
      readonly threshold: string;
      readonly reason: string;
      /** When the next step would be reached, if that can be told (expiry, forecast). */
      readonly nextAt: UnixSeconds | null;
    };

/** What is to be done about one rule and one eSIM, with the reason that is stored, logged and explained. */
export type Decision =
  | { readonly kind: 'leave'; readonly reason: string }
  | { readonly kind: 'open'; readonly severity: Severity; readonly step: number; readonly reason: string }
  /** It holds again after it was closed without a word; what was told stays told, so no message. */
  | { readonly kind: 'reopen'; readonly severity: Severity; readonly step: number; readonly reason: string }
  | { readonly kind: 'escalate'; readonly severity: Severity; readonly step: number; readonly reason: string }
  /** One of the two good readings that clear an alert, open or closed without a word, or the end of such a streak. */
  | { readonly kind: 'count-clear'; readonly clearStreak: number; readonly reason: string }
  /**
   * `silent`: closed without a message (expired, revoked, left out, superseded). `step` is the rank that counts
   * as told from now on: 0 after a recovery. An alert that was closed silently can still recover, aloud.
   */
  | { readonly kind: 'resolve'; readonly silent: boolean; readonly step: number; readonly reason: string };

/** The outcome for one rule: what was measured, and what follows for which alert. */
export interface Evaluation {
  readonly rule: string;
  readonly ruleType: RuleType;
  readonly verdict: Verdict;
  readonly decision: Decision;
  /**
   * The alert the decision is about. For `open` it is null, or the resolved alert of the same key, which opens
   * again; null for `leave` without one.
   */
  readonly alert: Alert | null;
  /** Name of the rule that mutes this one now; null when none does. */
  readonly inhibitedBy: string | null;
}

/** A change of an alert that people may hear of. */
export type ChangeKind = 'opened' | 'escalated' | 'resolved' | 'reminder';

/** One calendar day's usage over all places, for the small picture in a message. */
export interface DayTotal {
  readonly date: CalendarDate;
  readonly usedBytes: number;
}

/** A change of an alert that was stored and that receivers are to be told of. */
export interface AlertedChange {
  readonly alertId: number;
  readonly change: ChangeKind;
  readonly severity: Severity;
}
