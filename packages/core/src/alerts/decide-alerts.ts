import type { EsimKey } from '../fleet/esim.js';
import type { EsimFacts } from '../fleet/facts.js';
import type { PolledStatuses } from '../fleet/status.js';
import type { UnixSeconds } from '../time/instant.js';
import type { Alert, ChangeKind, Evaluation } from './alert.js';
import { evaluateEsim } from './lifecycle/evaluate.js';
import { evaluateProvider } from './lifecycle/evaluate-provider.js';
import { nextByClock } from './lifecycle/next-by-clock.js';
import { quietUntil } from './lifecycle/quiet-until.js';
import type { EsimMatch } from './match.js';
import { type Addressee, addresseesOf, type NotifyPolicy } from './notifying/addressees.js';
import type { Downtime, PlaceKey } from './rules/context.js';
import type { ProviderOutcome } from './rules/provider-down.js';
import type { Rule } from './rules/registry.js';
import type { Severity } from './severity.js';

/** The stored alerts before anything is decided. */
export interface AlertsBefore {
  /** By eSIM: the open ones, and the resolved ones of its current epoch and of its package's end. */
  readonly alerts: ReadonlyMap<EsimKey, readonly Alert[]>;
  /** The newest alert about the provider, open or resolved. */
  readonly providerAlert: Alert | null;
  /** All recipients that a notification of one of these alerts was ever queued for, by alert. */
  readonly notifiedBefore: ReadonlyMap<Alert['id'], readonly Addressee[]>;
  /** The address that the inventory has for an eSIM today. */
  readonly inventoryAddresses: ReadonlyMap<EsimKey, string>;
}

/** The configuration that alerts are decided by. */
export interface AlertPolicy extends NotifyPolicy {
  readonly rules: readonly Rule[];
  /** Which statuses are polled for usage. */
  readonly polled: PolledStatuses;
  readonly placeKey?: PlaceKey;
  /** The last time nobody looked for long. */
  readonly downtime?: Downtime | null;
}

/** A change of one alert that is to be stored, with the notifications to be queued in the same transaction. */
export interface AlertTransition {
  /** Null: the alert is about no single eSIM. */
  readonly esim: EsimKey | null;
  readonly iccid: string | null;
  /** Its decision is never `leave`. */
  readonly evaluation: Evaluation;
  /** Null: it is silent. */
  readonly notification: AlertNotification | null;
}

export interface AlertNotification {
  readonly change: ChangeKind;
  readonly severity: Severity;
  readonly addressees: readonly Addressee[];
  /** Receivers that the routes chose and that have no address for the eSIM. */
  readonly withoutAddress: readonly string[];
}

/** Decisions on the alerts of one eSIM. */
export interface AlertChanges {
  readonly transitions: readonly AlertTransition[];
  /** When the clock alone can next change something. */
  readonly clockDueAt: UnixSeconds;
  /** Until then equal readings need not be evaluated; see `quietUntil`. */
  readonly quietUntil: UnixSeconds | null;
}

/** Decides by every rule what becomes of the alerts of eSIMs, one at a time. */
export function alertDecider(
  before: AlertsBefore,
  policy: AlertPolicy,
  now: UnixSeconds,
): (facts: EsimFacts) => AlertChanges {
  const { rules, polled, placeKey, downtime = null } = policy;
  const context = {
    now,
    providerDown: before.providerAlert?.state === 'open',
    polled,
    ...(placeKey && { placeKey }),
    downtime,
  };
  return (facts) => {
    const evaluations = evaluateEsim(rules, facts, before.alerts.get(facts.esim) ?? NO_ALERTS, context);
    return {
      transitions: transitionsIn(evaluations, facts, before, policy),
      clockDueAt: nextByClock(evaluations, now),
      quietUntil: quietUntil(rules, facts, evaluations, now),
    };
  };
}

const NO_ALERTS: readonly Alert[] = [];
const NO_TRANSITIONS: readonly AlertTransition[] = [];

/** The stored eSIMs whose alerts may change by the clock alone. */
export interface ClockBefore extends AlertsBefore {
  /** Ascending by key, without `days` and `earlierReadings`. */
  readonly facts: readonly EsimFacts[];
}

export interface ClockChanges {
  readonly transitions: readonly AlertTransition[];
  /** When the clock alone can next change something, by eSIM. */
  readonly due: ReadonlyMap<EsimKey, UnixSeconds>;
}

/** Decides what becomes of alerts by the clock, without a reading. */
export function decideByClock(before: ClockBefore, policy: AlertPolicy, now: UnixSeconds): ClockChanges {
  const decide = alertDecider(before, policy, now);
  const transitions: AlertTransition[] = [];
  const due = new Map<EsimKey, UnixSeconds>();
  for (const facts of before.facts) {
    // Nothing was polled: figures that a clock set back makes look new are not.
    const changes = decide({ ...facts, fresh: false, isNews: false });
    transitions.push(...changes.transitions);
    due.set(facts.esim, changes.clockDueAt);
  }
  return { transitions, due };
}

/** The stored alert about the provider. */
export interface ProviderBefore extends AlertsBefore {
  /** Consecutive polls that failed until now. */
  readonly failedPolls: number;
}

/** Decides what becomes of the one alert about the provider after a poll; null when nothing changes. */
export function decideProviderAlert(
  outcome: Omit<ProviderOutcome, 'failuresRunning'>,
  before: ProviderBefore,
  policy: AlertPolicy,
  now: UnixSeconds,
): AlertTransition | null {
  const failuresRunning = outcome.kind === 'ok' ? 0 : before.failedPolls + 1;
  const evaluation = evaluateProvider({ ...outcome, failuresRunning }, before.providerAlert, now);
  return evaluation && transitionOf(evaluation, NO_ESIM, before, policy);
}

function transitionsIn(
  evaluations: readonly Evaluation[],
  facts: EsimFacts,
  before: AlertsBefore,
  policy: AlertPolicy,
): readonly AlertTransition[] {
  if (evaluations.every(({ decision }) => decision.kind === 'leave')) return NO_TRANSITIONS;
  return evaluations
    .filter(({ decision }) => decision.kind !== 'leave')
    .map((evaluation) => transitionOf(evaluation, facts, before, policy));
}

const NO_ESIM = { match: {} };

/** The changes of an evaluation, of an eSIM or of all that meet conditions. */
export function transitionOf(
  evaluation: Evaluation,
  subject: EsimFacts | { readonly match: EsimMatch },
  before: Pick<AlertsBefore, 'notifiedBefore'> & Partial<Pick<AlertsBefore, 'inventoryAddresses'>>,
  policy: NotifyPolicy,
): AlertTransition {
  const facts = 'esim' in subject ? subject : null;
  return {
    esim: facts?.esim ?? null,
    iccid: facts?.iccid ?? null,
    evaluation,
    notification: notificationOf(evaluation, subject, before, policy),
  };
}

function notificationOf(
  evaluation: Evaluation,
  subject: EsimFacts | { readonly match: EsimMatch },
  { notifiedBefore, inventoryAddresses }: Parameters<typeof transitionOf>[2],
  policy: NotifyPolicy,
): AlertNotification | null {
  const audible = audibleChange(evaluation);
  if (audible === null) return null;
  const addressees = addresseesOf(
    {
      ...audible,
      rule: evaluation.rule,
      subject,
      inventoryAddress: ('esim' in subject && inventoryAddresses?.get(subject.esim)) || null,
      notifiedBefore: notifiedBefore.get(evaluation.alert?.id ?? 0) ?? [],
    },
    policy,
  );
  return { ...audible, ...addressees };
}

/** The changes that people may be notified of; null for what is silent. */
function audibleChange({
  decision,
  alert,
}: Evaluation): Pick<AlertNotification, 'change' | 'severity'> | null {
  switch (decision.kind) {
    case 'open':
      return { change: 'opened', severity: decision.severity };
    case 'escalate':
      return { change: 'escalated', severity: decision.severity };
    case 'resolve':
      return decision.silent || alert === null ? null : { change: 'resolved', severity: alert.severity };
    default:
      return null;
  }
}
