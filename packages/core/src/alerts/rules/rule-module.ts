import type { EsimFacts } from '../../fleet/facts.js';
import type { Seconds, UnixSeconds } from '../../time/instant.js';
import type { DailyUsage } from '../../usage/usage.js';
import type { EsimMatch } from '../match.js';
import type { Severity } from '../severity.js';
import type { EvaluationContext } from './context.js';
import type { AnyFinding, NotifiedBy } from './finding.js';
import type { VerdictOf } from './verdict.js';

/** The properties of every configured rule. */
export interface RuleBase {
  /** Unique among the rules; part of the alert's key. */
  readonly name: string;
  readonly type: string;
  readonly match?: EsimMatch;
}

/** How alerts of a rule end, and what they belong to. */
export interface Recovery {
  /**
   * Consecutive fresh readings that must be clear; null for events, which do not clear but grow old. Of a package,
   * only readings with new figures from the provider count.
   */
  readonly clearReadings: 1 | 2 | null;
  /**
   * The subject of an alert: one package, one end of a package (which a top-up of data alone leaves as it is, and
   * people were notified of), the eSIM, whatever package it runs, or a calendar month of many eSIMs.
   */
  readonly about: 'package' | 'package end' | 'esim' | 'month';
}

/** The data that a rule needs beside the last reading. Data that no rule needs is not loaded. */
export interface History {
  /** Calendar days of usage before today. */
  readonly days: number;
  /** How far back earlier readings go. */
  readonly readings: Seconds;
  /** True when it needs the places that an eSIM was seen in before. */
  readonly places: boolean;
}

/** How a rule looks back on days. */
export interface LooksBack<Rule> {
  /** Calendar days before today that it needs in any case. */
  readonly days: number;
  /** True when the usage on those, and today, calls for the days before them. */
  isFurther(rule: Rule, days: readonly DailyUsage[]): boolean;
}

/** When the next threshold of a rule will be reached, and how that is known. */
export interface Foresight {
  readonly at: UnixSeconds;
  /** `clock`: it will be, unless something changes. `forecast`: if data use continues at the same rate. */
  readonly by: 'clock' | 'forecast';
}

/** The properties of all alerts of one type, whatever they are about. */
export interface AlertKind<Finding extends AnyFinding> {
  readonly type: Finding['kind'];
  readonly recovery: Recovery;
  /** Orders alerts of the same severity in a message: the lower, the more urgent. */
  readonly urgency: number;
  /** The severity of every one of them; left out: that of the threshold. */
  readonly onlySeverity?: Severity;
  /** True when a top-up solves it. */
  readonly helpedByTopUp: boolean;
  /** While an alert of that kind is open for the same eSIM (or for the provider), this one is muted. */
  readonly mutedBy: { readonly type: string } | null;
  /** True when what people were notified of had reached this threshold as well, so that it is not sent again. */
  covers(notified: NotifiedBy<Finding>, finding: Reached<Finding>): boolean;
}

/** One type of rule about eSIMs: everything that is known of it, apart from its words and its configuration schema. */
export interface RuleModule<Rule extends RuleBase, Finding extends AnyFinding> extends AlertKind<Finding> {
  readonly history: History;
  /** Where it needs all of `history.days` only now and then. */
  readonly looksBack?: LooksBack<Rule>;
  /** True when it applies to a profile that is not installed yet. */
  readonly beforeInstallation: boolean;
  /** True when it depends on the last reading and the clock alone, so that it can be judged again at any time. */
  readonly byLastReading: boolean;
  /** True when it still applies to an eSIM that has ended, or left the list. Default: false. */
  readonly speaksOfEnded?: (facts: EsimFacts, context: EvaluationContext) => boolean;
  judge(rule: Rule, facts: EsimFacts, context: EvaluationContext): VerdictOf<Finding>;
  /** When it fires next; null when that is unknown, or it will not before the package ends. */
  foresee(rule: Rule, facts: EsimFacts, finding: Finding, now: UnixSeconds): Foresight | null;
  /** The remaining data at which each threshold of a package is reached, in bytes, most first; empty: not about data. */
  bytesAtThresholds(rule: Rule, allowanceBytes: number): readonly number[];
  /** True when the same figures, read again, may come to another verdict. */
  dependsOnEveryReading(rule: Rule, facts: EsimFacts): boolean;
}

/** A finding in which a threshold is reached. */
export type Reached<Finding extends AnyFinding> = Finding & {
  readonly reached: NonNullable<Finding['reached']>;
};

export const NO_HISTORY: History = { days: 0, readings: 0, places: false };

export const ABOUT_THE_PACKAGE: Recovery = { clearReadings: 2, about: 'package' };
export const ABOUT_THE_ESIM: Recovery = { clearReadings: 1, about: 'esim' };
export const EVENT: Recovery = { clearReadings: null, about: 'esim' };
