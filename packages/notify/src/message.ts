import type {
  CalendarDate,
  ChangeKind,
  DayTotal,
  LanguageCode,
  Reason,
  RuleType,
  Severity,
  TopUpPackage,
  UnixSeconds,
} from '@roamwatch/core';

/** One alert as a reader should see it now; nothing in here is a secret. */
export interface AlertItem {
  readonly alertId: number;
  readonly change: ChangeKind;
  readonly severity: Severity;
  readonly rule: string;
  readonly ruleType: RuleType;
  /** Why it is open, or why it resolved. */
  readonly reason: Reason;
  readonly openedAt: UnixSeconds;
  /** For reminders: how many times this recipient was notified of it before. */
  readonly timesTold: number;
  /** Null for an alert about the provider. */
  readonly esim: AlertedEsim | null;
}

/** The eSIM of an alert. Data is in bytes; null: not known or not applicable. */
export interface AlertedEsim {
  readonly iccid: string | null;
  readonly esimId: string;
  readonly label: string | null;
  readonly costCentre: string | null;
  readonly project: string | null;
  readonly status: string;
  readonly remainingBytes: number | null;
  readonly allowanceBytes: number | null;
  /** When the active package ends, or when an unused profile expires. */
  readonly expiresAt: UnixSeconds | null;
  /** When the figures were read; null when they never were. */
  readonly readAt: UnixSeconds | null;
  /** The provider's own notes on this eSIM; empty where it is not shown in full. */
  readonly notes: readonly string[];
  /** The cheapest compatible top-ups, cheapest first; empty when unknown, or where it is not shown in full. */
  readonly topUps: readonly TopUpPackage[];
  /** The last days' usage, oldest first, for the small picture; empty when unknown, or where it is not shown in full. */
  readonly days: readonly DayTotal[];
}

/** All the items about one eSIM, or one about the provider; never empty, the worst first. */
export type Subject = readonly [AlertItem, ...AlertItem[]];

/** What a message says about all its alerts together. eSIMs are counted by their worst alert; one about none counts as one. */
export interface AlertTotals {
  /** eSIMs with an alert that is open. */
  readonly open: number;
  /** Those of them with a critical one. */
  readonly critical: number;
  /** eSIMs of which all is resolved. */
  readonly resolved: number;
  /** All that are open are about eSIMs; where none is, all that are resolved. */
  readonly areEsims: boolean;
  /** All that are open are reminders. */
  readonly areReminders: boolean;
  /** When the oldest of those that are open did; null: none is open. */
  readonly openSince: UnixSeconds | null;
  /** The alerts themselves. */
  readonly alerts: { readonly open: number; readonly critical: number; readonly resolved: number };
}

/** Every alert of a message as its channel lists it, the worst first; none where the channel counts what it does not show. */
export interface AlertEntries {
  readonly count: number;
  /** Of all together, without separators. */
  readonly bytes: number;
  /** The same each time. */
  chunks(separator?: string): AsyncIterable<Buffer>;
}

interface MessageBase {
  /** Stable across retries: the email `Message-ID` and the webhook `id` derive from it. */
  readonly id: string;
  readonly receiver: string;
  readonly createdAt: UnixSeconds;
  /** IANA zone in which times are written for the reader. */
  readonly timeZone: string;
  /** In which it is written; left out: English. */
  readonly language?: LanguageCode;
  /** Where people reach the page, without a trailing slash; left out when there is none to link to. */
  readonly pageUrl?: string;
  /** The provider's page for top-ups; left out when it is not known. */
  readonly topUpUrl?: string;
}

/** The findings of one poll cycle for one receiver, the worst first. However many there are, it has few in memory. */
export interface AlertsMessage extends MessageBase {
  readonly kind: 'alerts';
  /**
   * The audience: the operators of the fleet, or the traveller with these eSIMs, who is addressed in person
   * and sees no internal data of the company. Left out: operators.
   */
  readonly audience?: 'operators' | 'traveller';
  /** The instant as of which the items are true; later than `createdAt` when it had to be sent again. */
  readonly asOf: UnixSeconds;
  readonly totals: AlertTotals;
  /** The eSIMs that it shows, the worst first: at most `MOST_SHOWN`. */
  readonly shown: readonly Subject[];
  readonly entries: AlertEntries;
  /** True when this is the first message ever: eSIMs that were past a threshold before Roamwatch started. */
  readonly firstStart: boolean;
  /** Earlier messages about the same alerts, oldest first, so that mail clients form a thread. */
  readonly earlierMessageIds: readonly string[];
}

/** A clearly marked test. */
export interface TestMessage extends MessageBase {
  readonly kind: 'test';
}

/** About Roamwatch itself: a delivery that failed, a report that is overdue. */
export interface NoticeMessage extends MessageBase {
  readonly kind: 'notice';
  readonly title: string;
  readonly text: string;
}

/** Report files for finance. */
export interface ReportMessage extends MessageBase {
  readonly kind: 'report';
  readonly title: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** A file as it was when the message was queued: its bytes, compressed by gzip, in base64. */
export interface StoredAttachment {
  readonly fileName: string;
  readonly gzip: string;
}

/** Messages queued by an earlier version name a path, which is read when they are sent. */
export type Attachment = StoredAttachment | { readonly fileName: string; readonly path: string };

/** How the fleet did in a week. */
export interface SummaryMessage extends MessageBase {
  readonly kind: 'summary';
  readonly summary: FleetSummary;
}

/** Figures of a span of days, as they were when it was made. */
export interface FleetSummary {
  /** The first and the last day. */
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** The last good poll; null before the first. */
  readonly dataAsOf: UnixSeconds | null;
  readonly fleet: {
    readonly byStatus: readonly { readonly status: string; readonly count: number }[];
    /** Could use data, and is not monitored. */
    readonly notMonitored: number;
    readonly openCritical: number;
    readonly openWarning: number;
  };
  readonly usage: {
    readonly bytes: number;
    /** Of as many days before. */
    readonly bytesBefore: number;
    /** eSIMs that used data. */
    readonly esims: number;
    /** The most first. */
    readonly most: readonly { readonly name: SummaryName; readonly bytes: number }[];
  };
  readonly spend: {
    readonly purchases: number;
    /** Refunds subtracted; currencies are never summed together. */
    readonly amounts: readonly { readonly currency: string; readonly amount: string }[];
    /** Purchases without a readable price, which are in no sum. */
    readonly unpriced: number;
  };
  /** Within seven days from then on, the soonest first. */
  readonly expiring: SummaryEsims;
  /** Known for longest first. */
  readonly neverUsed: SummaryEsims;
}

/** Some of them, and how many there are. */
export interface SummaryEsims {
  readonly total: number;
  readonly esims: readonly SummaryEsim[];
}

/** The identity of the person or thing that has an eSIM. */
export type SummaryName = Pick<AlertedEsim, 'label' | 'iccid' | 'esimId'>;

/** An eSIM of the weekly summary. Data is in bytes; null: not known. */
export interface SummaryEsim extends SummaryName {
  readonly status: string;
  readonly remainingBytes: number | null;
  readonly allowanceBytes: number | null;
  readonly expiresAt: UnixSeconds | null;
  readonly firstSeenAt: UnixSeconds;
}

/** Everything that is delivered. */
export type Message = AlertsMessage | TestMessage | NoticeMessage | ReportMessage | SummaryMessage;
