import { DAY, type Seconds, type UnixSeconds } from '../../time/instant.js';
import type { Alert, ChangeKind } from '../alert.js';
import type { RouteSubject } from '../match.js';
import type { Severity } from '../rules/rule.js';
import { isQuiet, type QuietHours } from './quiet-hours.js';
import { matcherMatches, parseMatcher } from './silence.js';

/** A change that waits to be told to one recipient. Ids grow with time. */
export interface WaitingNews {
  readonly id: number;
  readonly alertId: number;
  readonly change: ChangeKind;
  readonly severity: Severity;
  readonly at: UnixSeconds;
}

/** What a recipient last heard of an alert. */
export interface Told {
  readonly change: ChangeKind;
  /** The alert's step when it was told. */
  readonly step: number;
}

/**
 * An alert that was closed without a word opens again without a word when its rule applies again (an eSIM back on
 * the list, say). What its recipients had not heard yet is kept for them that long.
 */
const MAY_APPLY_AGAIN: Seconds = 7 * DAY;

/** An alert as it is now, and what this recipient was last told of it; null when nothing. */
export interface AlertTruth
  extends Pick<Alert, 'rule' | 'state' | 'severity' | 'step' | 'resolvedAt' | 'acknowledgedAt'> {
  readonly iccid: string | null;
  readonly label: string | null;
  readonly costCentre: string | null;
  readonly project: string | null;
  readonly status: string | null;
  readonly told: Told | null;
}

export interface TellingInput {
  /** All that waits for one receiver and recipient. */
  readonly news: readonly WaitingNews[];
  /** The alerts the news is about, by id. */
  readonly alerts: ReadonlyMap<number, AlertTruth>;
  /** Silences in force. */
  readonly silences: readonly { readonly matcher: string }[];
  readonly quietHours: QuietHours | null;
  readonly zone: string;
  readonly now: UnixSeconds;
}

export interface Telling {
  readonly tell: number[];
  /** Never to be told: overtaken, or no longer true. */
  readonly drop: Reasoned[];
  /** Kept waiting; planned anew next time. */
  readonly hold: Reasoned[];
}

export interface Reasoned {
  readonly id: number;
  readonly reason: string;
}

/**
 * Decides what one recipient hears now. Several news of one alert become the one that is true now; what opened
 * and ended unheard is dropped on both sides; silenced news, and in quiet hours all but criticals, waits.
 */
export function planTelling(input: TellingInput): Telling {
  const plan: Telling = { tell: [], drop: [], hold: [] };
  const holdReason = holder(input);
  for (const [alertId, news] of byAlert(input.news)) {
    const truth = input.alerts.get(alertId);
    const choice = choose(news, truth, input.now);
    for (const { id } of news) {
      if (id !== choice.id) plan.drop.push({ id, reason: choice.otherwise });
    }
    if (choice.id === null || !truth) continue;
    const reason = holdReason(truth);
    if (reason === null) plan.tell.push(choice.id);
    else plan.hold.push({ id: choice.id, reason });
  }
  return plan;
}

/** An open critical is told again every `repeat` until somebody acknowledges it. */
export function isReminderDue(
  alert: Pick<Alert, 'state' | 'severity' | 'acknowledgedAt'>,
  lastToldAt: UnixSeconds | null,
  repeat: Seconds,
  now: UnixSeconds,
): boolean {
  const wantsAttention =
    alert.state === 'open' && alert.severity === 'critical' && alert.acknowledgedAt === null;
  return wantsAttention && lastToldAt !== null && now - lastToldAt >= repeat;
}

/** The one piece of news to tell, or null, and why the others are not told. */
interface Choice {
  readonly id: number | null;
  readonly otherwise: string;
}

function choose(news: readonly WaitingNews[], truth: AlertTruth | undefined, now: UnixSeconds): Choice {
  if (!truth) return { id: null, otherwise: 'the alert is gone' };
  if (truth.state === 'open' || mayApplyAgain(truth, now)) return chooseOfOpen(news, truth);
  return chooseOfResolved(news, truth);
}

function chooseOfResolved(news: readonly WaitingNews[], truth: AlertTruth): Choice {
  if (!heardItIsOpen(truth)) return { id: null, otherwise: 'resolved before it was told' };
  const resolved = news.findLast(({ change }) => change === 'resolved');
  return { id: resolved?.id ?? null, otherwise: 'resolved since' };
}

function chooseOfOpen(news: readonly WaitingNews[], truth: AlertTruth): Choice {
  const steps = news.filter(({ change }) => change === 'opened' || change === 'escalated');
  const last = steps.at(-1);
  if (!last) return chooseReminder(news, truth);
  if (!heardItIsOpen(truth)) return { id: steps[0]?.id ?? last.id, otherwise: 'overtaken by what was told' };
  if (truth.step === truth.told?.step) {
    return { id: null, otherwise: 'resolved and open again, as it was told before' };
  }
  return { id: last.id, otherwise: 'overtaken by what was told' };
}

function chooseReminder(news: readonly WaitingNews[], truth: AlertTruth): Choice {
  if (truth.acknowledgedAt !== null) return { id: null, otherwise: 'acknowledged' };
  const reminder = news.findLast(({ change }) => change === 'reminder');
  return { id: reminder?.id ?? null, otherwise: reminder ? 'told by one reminder' : 'open again' };
}

/** A recovery arms every step again; an alert closed without a word keeps its step. */
function mayApplyAgain({ state, step, resolvedAt }: AlertTruth, now: UnixSeconds): boolean {
  return state === 'resolved' && step > 0 && resolvedAt !== null && now - resolvedAt < MAY_APPLY_AGAIN;
}

function heardItIsOpen({ told }: AlertTruth): boolean {
  return told !== null && told.change !== 'resolved';
}

/** Says why an alert has to wait; null when it has not. */
function holder({ silences, quietHours, zone, now }: TellingInput): (truth: AlertTruth) => string | null {
  const matchers = silences.map(({ matcher }) => ({ matcher: parseMatcher(matcher), text: matcher }));
  const quiet = quietHours !== null && isQuiet(quietHours, zone, now);
  return (truth) => {
    if (mayApplyAgain(truth, now)) return 'closed without a word';
    const silence = matchers.find(({ matcher }) => matcherMatches(matcher, subjectOf(truth)));
    if (silence) return `silenced by ${silence.text}`;
    return quiet && truth.severity !== 'critical' ? `quiet hours until ${quietHours.to}` : null;
  };
}

/** An alert as silences look at it. */
export function subjectOf(
  alert: Pick<AlertTruth, 'severity' | 'rule' | 'status' | 'label' | 'costCentre' | 'project' | 'iccid'>,
): RouteSubject {
  const { severity, rule, status, label, costCentre, project, iccid } = alert;
  return { severity, rule, status, label, cost_centre: costCentre, project, iccid };
}

function byAlert(news: readonly WaitingNews[]): ReadonlyMap<number, readonly WaitingNews[]> {
  const groups = new Map<number, WaitingNews[]>();
  for (const one of news.toSorted((a, b) => a.id - b.id)) {
    const group = groups.get(one.alertId);
    if (group) group.push(one);
    else groups.set(one.alertId, [one]);
  }
  return groups;
}
