import type { Severity } from '../alerts/severity.js';
import type { CalendarDate, Seconds, UnixSeconds } from '../time/instant.js';
import type { CurrentFigures, Reader } from './reader.js';

/** The tag at the start of a subject, in brackets. */
export type LetterTag = Severity | 'resolved' | 'info' | 'test' | 'notice' | 'report' | 'summary';

/** How the alerts about one eSIM are, taken together. */
export type CardState = Severity | 'resolved' | 'reminder';

/** Number of eSIMs in a message, or of alerts where one is not about an eSIM. */
export interface SubjectCounts {
  readonly open: number;
  readonly critical: number;
  readonly resolved: number;
  readonly areEsims: boolean;
}

/** A reminder as a whole. */
export interface ReminderCounts {
  readonly alerts: number;
  /** Of the alert that has been open for longest. */
  readonly longestOpen: Seconds;
}

/** One alert as a line for operators. */
export interface AlertLineFacts {
  readonly id: number;
  readonly rule: string;
  readonly openedAt: UnixSeconds;
  readonly isResolved: boolean;
}

/** When an eSIM's package ends, or its profile where that was never installed. */
export interface ExpiryFacts {
  readonly expiresAt: UnixSeconds;
  readonly isInstalled: boolean;
}

/** The texts of a message around the sentences about its alerts. */
export interface LetterWords {
  readonly tags: Readonly<Record<LetterTag, string>>;
  readonly states: Readonly<Record<CardState, string>>;
  readonly labels: {
    readonly left: string;
    readonly expires: string;
    readonly why: string;
    readonly next: string;
    readonly acknowledge: string;
    /** Of a table of eSIMs. */
    readonly esim: string;
  };
  readonly buttons: {
    openAlert(id: number): string;
    readonly openAlerts: string;
    readonly topUp: string;
    readonly openPage: string;
  };

  /** "39 eSIMs need attention (26 critical), 2 resolved: Ines Kern has no data left, …". */
  several(counts: SubjectCounts, worst: string): string;
  one(worst: string, resolved: number): string;
  reminder(counts: ReminderCounts, worst: string): string;
  /** `names`: of the first of them. */
  resolvedFor(counts: SubjectCounts, names: readonly string[]): string;
  readonly nothingToReport: string;
  /** The text that lists of mails show beside the subject: further cases by name. */
  also(phrases: readonly string[]): string;
  readonly firstStart: string;
  resolvedBecause(reason: string): string;
  /** `reminder` counts from 1; 0: this is the first message. */
  stillOpen(age: Seconds, reminder: number, reason: string): string;

  readonly providerName: string;
  readonly accountName: string;
  /** "Budget sales". */
  budgetName(rule: string): string;
  /** Of an eSIM without a label: "eSIM …029365", by what it ends with or its id. */
  unlabelled(which: string): string;
  /** "42 MB of 1 GB left (4.1 %)"; what is unknown is said to be unknown. */
  remaining(figures: CurrentFigures): string;
  /** "package expires in 20 h (Fri 27 Nov, 00:49 UTC)". */
  expiry(facts: ExpiryFacts, reader: Reader): string;
  readonly iccid: string;
  withoutIccid(esimId: string): string;
  costCentre(name: string): string;
  project(name: string): string;
  figuresFrom(readAt: UnixSeconds | null, reader: Reader): string;
  /** "alert 3, low-data, since Sun 1 Feb, 12:00 UTC". */
  alertLine(facts: AlertLineFacts, reader: Reader): string;
  topUp(offers: readonly string[]): string;
  providerNotes(notes: readonly string[]): string;
  usageDays(from: CalendarDate, to: CalendarDate, peakBytes: number): string;
  lastDays(count: number): string;

  readonly test: {
    readonly title: string;
    text(requestedAt: UnixSeconds, reader: Reader): readonly string[];
  };
  footer(receiver: string, zone: string): string;
  more(count: number): string;
  allAttached(count: number, fileName: string): string;
  files(names: readonly string[]): string;

  readonly traveller: TravellerLetterWords;
  readonly summary: SummaryWords;
}

/** A summary of some days. */
export interface SummaryWords {
  /** "16–22 Nov: 41 GB used, 3 critical alerts open". */
  headline(from: CalendarDate, to: CalendarDate, usedBytes: number, openCritical: number): string;
  /** The same where the last good poll was before the days had ended: what is not known to be so is left out. */
  headlineUntil(
    from: CalendarDate,
    to: CalendarDate,
    usedBytes: number,
    openCritical: number,
    until: string,
  ): string;
  /** No poll has succeeded yet. */
  headlineWithoutData(from: CalendarDate, to: CalendarDate): string;
  /** "41 GB, 12 % more than the days before". */
  comparison(bytes: number, bytesBefore: number): string;
  bytes(bytes: number): string;
  /** "Mon 9 Mar, 07:50 GMT". */
  moment(at: UnixSeconds, reader: Reader): string;
  asOf(dataAsOf: UnixSeconds | null, reader: Reader): string;
  /** A warning below `asOf` where the days had not ended then. */
  isOld: string;
  notMonitored(count: number): string;
  openAlerts(critical: number, warning: number): string;
  expiring(count: number): string;
  /** "in 3 days (Sun 29 Nov)". */
  expires(at: UnixSeconds, reader: Reader): string;
  neverUsed(count: number): string;
  knownSince(at: UnixSeconds, reader: Reader): string;
  readonly labels: {
    readonly fleet: string;
    readonly openAlerts: string;
    readonly usage: string;
    readonly total: string;
    readonly esimsInUse: string;
    readonly spend: string;
    readonly purchases: string;
    readonly spent: string;
    readonly unpriced: string;
    readonly unknownCurrency: string;
    readonly none: string;
  };
}

/** The same, addressed to the traveller. */
export interface TravellerLetterWords {
  /** "Your eSIM". */
  readonly yourEsim: string;
  yourEsimEnding(digits: string): string;
  readonly states: Readonly<Record<CardState, string>>;
  fineAgain(esim: string): string;
  reminder(phrase: string): string;
  readonly firstStart: string;
  footer(zone: string): string;
}
