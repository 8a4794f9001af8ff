import { DAY, type Seconds, type UnixSeconds } from '../../time/instant.js';
import { type Alert, type ChangeKind, thresholdKey } from '../alert.js';
import { isQuiet, type QuietHours } from './quiet-hours.js';
import { matcherMatches, parseMatcher } from './silence.js';
import { type MatchedAlert, subjectOf } from './subject.js';

/** A change of an alert of which one recipient is to be notified. Ids grow with time. */
export interface PendingNotification {
  readonly id: number;
  readonly alertId: number;
  readonly change: ChangeKind;
}

/** The last notification of an alert that was sent to a recipient. */
export interface SentNotification {
  readonly change: ChangeKind;
  /** The alert's threshold when it was sent; see `thresholdKey`. Null: none. */
  readonly threshold: string | null;
}

/** An alert as it is now, and its eSIM. */
export type CurrentAlert = MatchedAlert &
  Pick<Alert, 'state' | 'notified' | 'resolvedAt' | 'reason' | 'acknowledgedAt'>;

export interface PlanInput {
  /** All notifications that are pending for one recipient of one receiver. */
  readonly notifications: readonly PendingNotification[];
  /** The alerts they are about, by id. */
  readonly alerts: ReadonlyMap<number, CurrentAlert>;
  /** The last notification of each of these alerts to this recipient, by id. */
  readonly sent: ReadonlyMap<number, SentNotification>;
  /** Active silences. */
  readonly silences: readonly { readonly matcher: string }[];
  readonly quietHours: QuietHours | null;
  /** IANA zone of the quiet hours. */
  readonly zone: string;
  readonly now: UnixSeconds;
}

/** Each notification that was pending is in one of the lists. */
export interface NotificationPlan {
  readonly send: readonly number[];
  /** Never to be sent: superseded, or no longer true. */
  readonly discard: readonly Discarded[];
  /** Stays pending; planned again next time. */
  readonly hold: readonly Held[];
}

export interface Discarded {
  readonly id: number;
  readonly reason: DiscardReason;
}

export type DiscardReason =
  /** Another notification of the same alert is sent instead. */
  | 'superseded'
  | 'alert-gone'
  | 'resolved-before-sent'
  | 'resolved-since'
  /** Resolved and open again, at the threshold that was sent before. */
  | 'sent-before'
  | 'open-again'
  | 'acknowledged'
  | 'receiver-removed'
  | 'recipient-erased';

export interface Held {
  readonly id: number;
  readonly reason: HoldReason;
}

export type HoldReason =
  /** The alert was closed silently, and may reopen. */
  | { readonly kind: 'may-reopen' }
  | { readonly kind: 'silenced'; readonly by: string }
  | { readonly kind: 'quiet-hours'; readonly until: string };

/**
 * An alert that was closed silently reopens silently when its rule applies again (an eSIM back on the list, say).
 * Notifications of it that were not sent stay pending that long.
 */
const MAY_APPLY_AGAIN: Seconds = 7 * DAY;

/**
 * Decides what one recipient is notified of now. Several notifications of one alert become the one that is true now.
 * An alert that opened and was resolved before it was sent is discarded. Silenced ones, and in quiet hours all but criticals,
 * is held.
 */
export function planNotifications(input: PlanInput): NotificationPlan {
  const send: number[] = [];
  const discard: Discarded[] = [];
  const hold: Held[] = [];
  const holdReason = holder(input);
  for (const [alertId, notifications] of byAlert(input.notifications)) {
    const alert = input.alerts.get(alertId);
    const choice = choose(notifications, alert, input.sent.get(alertId) ?? null, input.now);
    for (const { id } of notifications) {
      if (id !== choice.id) discard.push({ id, reason: choice.otherwise });
    }
    if (choice.id === null || !alert) continue;
    const reason = holdReason(alert);
    if (reason === null) send.push(choice.id);
    else hold.push({ id: choice.id, reason });
  }
  return { send, discard, hold };
}

/** The one notification to send, or null, and why the others are discarded. */
interface Choice {
  readonly id: number | null;
  readonly otherwise: DiscardReason;
}

function choose(
  notifications: readonly PendingNotification[],
  alert: CurrentAlert | undefined,
  sent: SentNotification | null,
  now: UnixSeconds,
): Choice {
  if (!alert) return { id: null, otherwise: 'alert-gone' };
  const sentAsOpen = sent !== null && sent.change !== 'resolved' ? sent : null;
  if (alert.state === 'open' || mayApplyAgain(alert, now) || isOfEndedMonth(alert)) {
    return chooseOfOpen(notifications, alert, sentAsOpen);
  }
  return chooseOfResolved(notifications, sentAsOpen);
}

/** @param sentAsOpen what was last sent, unless it was that the alert is resolved. */
function chooseOfResolved(
  notifications: readonly PendingNotification[],
  sentAsOpen: SentNotification | null,
): Choice {
  if (sentAsOpen === null) return { id: null, otherwise: 'resolved-before-sent' };
  const resolved = notifications.findLast(({ change }) => change === 'resolved');
  return { id: resolved?.id ?? null, otherwise: 'resolved-since' };
}

function chooseOfOpen(
  notifications: readonly PendingNotification[],
  alert: CurrentAlert,
  sentAsOpen: SentNotification | null,
): Choice {
  const steps = notifications.filter(({ change }) => change === 'opened' || change === 'escalated');
  const last = steps.at(-1);
  if (!last) return chooseReminder(notifications, alert);
  if (sentAsOpen === null) return { id: steps[0]?.id ?? last.id, otherwise: 'superseded' };
  if (alert.notified !== null && thresholdKey(alert.notified) === sentAsOpen.threshold) {
    return { id: null, otherwise: 'sent-before' };
  }
  return { id: last.id, otherwise: 'superseded' };
}

function chooseReminder(
  notifications: readonly PendingNotification[],
  { acknowledgedAt }: CurrentAlert,
): Choice {
  if (acknowledgedAt !== null) return { id: null, otherwise: 'acknowledged' };
  const reminder = notifications.findLast(({ change }) => change === 'reminder');
  return { id: reminder?.id ?? null, otherwise: reminder ? 'superseded' : 'open-again' };
}

/** A finding about a month stays true of it: it is sent although the month, and with it the alert, has ended. */
function isOfEndedMonth({ state, reason }: CurrentAlert): boolean {
  return state === 'resolved' && reason.kind === 'month-ended';
}

/** A recovery re-arms every threshold; an alert that was closed silently keeps what was notified. */
function mayApplyAgain({ state, notified, resolvedAt }: CurrentAlert, now: UnixSeconds): boolean {
  return (
    state === 'resolved' && notified !== null && resolvedAt !== null && now - resolvedAt < MAY_APPLY_AGAIN
  );
}

/** Gives why a notification of an alert is held; null when it is not. */
function holder({ silences, quietHours, zone, now }: PlanInput): (alert: CurrentAlert) => HoldReason | null {
  const matchers = silences.map(({ matcher }) => ({ matcher: parseMatcher(matcher), text: matcher }));
  const quiet = quietHours !== null && isQuiet(quietHours, zone, now);
  return (alert) => {
    if (mayApplyAgain(alert, now) && !isOfEndedMonth(alert)) return { kind: 'may-reopen' };
    const silence = matchers.find(({ matcher }) => matcherMatches(matcher, subjectOf(alert)));
    if (silence) return { kind: 'silenced', by: silence.text };
    return quiet && alert.severity !== 'critical' ? { kind: 'quiet-hours', until: quietHours.to } : null;
  };
}

function byAlert(
  notifications: readonly PendingNotification[],
): ReadonlyMap<number, readonly PendingNotification[]> {
  const groups = new Map<number, PendingNotification[]>();
  for (const one of notifications.toSorted((a, b) => a.id - b.id)) {
    const group = groups.get(one.alertId);
    if (group) group.push(one);
    else groups.set(one.alertId, [one]);
  }
  return groups;
}
