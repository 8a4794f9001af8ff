import type {
  Alert,
  AlertTransition,
  BalanceBefore,
  BalanceChanges,
  BudgetChanges,
  BudgetsBefore,
  CalendarDate,
  ClockBefore,
  ClockChanges,
  EsimKey,
  ProviderBefore,
  Reason,
  Rule,
  RuleType,
  Severity,
  UnixSeconds,
} from '@roamwatch/core';
import type { AlertEventChange } from '../schema/alert.js';
import type { Decide } from './decide.js';
import type { Page } from './fleet-store.js';

/** Open and former alerts, and what each evaluation of the rules changes about them. */
export interface AlertStore {
  /**
   * Changes alerts by the clock, one page at a time: of eSIMs that rules may speak about (still listed, or with an
   * open alert) and for which the clock alone can have changed something by now; those of which the list said
   * something new included.
   */
  byClock(page: ClockPage, decide: Decide<ClockBefore, ClockChanges>): Promise<ClockWritten>;
  /**
   * Notes which rules alerts are evaluated by. Where they are not those of before, every eSIM is due by the clock and
   * every answer is evaluated again: other rules can apply to eSIMs without alerts.
   */
  useRules(rules: readonly Rule[]): Promise<void>;
  /** Changes the one alert about the provider. Null when nothing changed, or did so silently. */
  ofProvider(
    now: UnixSeconds,
    decide: Decide<ProviderBefore, AlertTransition | null>,
  ): Promise<StoredTransition | null>;
  /** Changes the one alert about the account by an event about its balance, which is remembered. */
  ofAccount(now: UnixSeconds, decide: Decide<BalanceBefore, BalanceChanges>): Promise<AccountWritten>;
  /**
   * Changes the alerts of budgets; `months` are those that are evaluated, as their keys have them. Returns what people
   * are notified of.
   */
  ofBudgets(
    months: readonly number[],
    now: UnixSeconds,
    decide: Decide<BudgetsBefore, BudgetChanges>,
  ): Promise<readonly StoredTransition[]>;
  /** Alerts of these eSIMs that are open, or resolved in their current epoch or the one that brought its end. */
  ofEsims(esims: readonly EsimKey[]): Promise<readonly Alert[]>;
  /** The newest alert about the provider, open or resolved; null when there never was one. */
  aboutProvider(): Promise<Alert | null>;
  get(id: number): Promise<AlertRow | null>;
  /** Worst first, then oldest first. */
  open(): Promise<readonly AlertRow[]>;
  countOpen(): Promise<readonly OpenCount[]>;
  /** Newest first; `before` is the id of the last row of the page before. */
  history(limit: number, before?: number): Promise<readonly AlertEventRow[]>;
  /** Takes an acknowledgement back. False when there is no such alert, or it is not open and acknowledged. */
  unacknowledge(id: number, at: UnixSeconds, by: string): Promise<boolean>;
  /** False when there is no such alert, or it is not open. */
  acknowledge(id: number, at: UnixSeconds, by: string, comment: string): Promise<boolean>;
}

/** Which eSIMs are evaluated by the clock in one transaction. */
export interface ClockPage extends Page {
  readonly now: UnixSeconds;
  /** Those that left the list since then are among them; null: only where an alert is open. */
  readonly leftSince: UnixSeconds | null;
  /** The day whose inventory has the travellers' addresses; null: none are loaded. */
  readonly addressesOn: CalendarDate | null;
}

/** A transition that changed an alert people are notified of, with its notifications queued. */
export interface StoredTransition extends AlertTransition {
  readonly alertId: number;
}

/** What an event about the account changed. */
export interface AccountWritten {
  readonly changes: BalanceChanges;
  /** Null when nothing changed, or did so silently. */
  readonly transition: StoredTransition | null;
}

/** What one page evaluated by the clock changed. */
export interface ClockWritten {
  /** The key to continue after; null when this page was the last one. */
  readonly last: EsimKey | null;
  readonly transitions: readonly StoredTransition[];
}

/**
 * An alert with the eSIM it is about, for people. One about many together has in its place the conditions that choose
 * them, as they are written.
 */
export interface AlertRow extends Alert {
  readonly iccid: string | null;
  readonly esimId: string | null;
  readonly label: string | null;
  readonly costCentre: string | null;
  readonly project: string | null;
  readonly status: string | null;
  /** When a message about it was last sent to anybody. */
  readonly lastNotifiedAt: UnixSeconds | null;
  /** Messages sent about it to the recipient with the most of them. */
  readonly timesNotified: number;
}

/** How many alerts of a rule are open with a severity. */
export interface OpenCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly count: number;
}

/** A change of an alert, with the fields of its eSIM by which listings filter. */
export interface AlertEventRow {
  readonly id: number;
  readonly alertId: number;
  readonly at: UnixSeconds;
  readonly change: AlertEventChange;
  readonly severity: Severity;
  readonly rule: string;
  readonly ruleType: RuleType;
  readonly iccid: string | null;
  readonly label: string | null;
  readonly costCentre: string | null;
  readonly reason: Reason;
}
