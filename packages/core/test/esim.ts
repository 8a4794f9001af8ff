import {
  type Alert,
  DAY,
  type EpochChange,
  type EsimFacts,
  type Evaluation,
  notifiedOf,
  type Reading,
  type Rule,
} from '../src/index.js';

export const NOW = Date.UTC(2025, 1, 10, 12) / 1000;
export const MB = 1024 ** 2;
export const GB = 1024 ** 3;

/** A package of 1 GB that began three days ago and ends in twenty. */
export function aReading(change: Partial<Reading> = {}): Reading {
  return {
    at: NOW,
    allowanceBytes: GB,
    remainingBytes: GB,
    packageStartedAt: NOW - 3 * DAY,
    packageEndsAt: NOW + 20 * DAY,
    ...change,
  };
}

/** An installed eSIM, read a moment ago, in its first package. */
export function anEsim(change: Partial<EsimFacts> = {}): EsimFacts {
  const reading = change.reading === undefined ? aReading() : change.reading;
  return {
    esim: 1,
    esimId: 'b06036c5',
    iccid: '894000000000029365',
    status: 'INSTALLED',
    usageCheck: true,
    unlimited: false,
    lapsesAt: null,
    firstSeenAt: NOW - 3 * DAY,
    leftListAt: null,
    label: 'Anna',
    costCentre: 'sales-uk',
    project: null,
    fresh: true,
    isNews: true,
    epoch: anEpoch(1),
    days: [],
    earlierReadings: [],
    knownLocations: [],
    failingSince: null,
    ...change,
    reading,
  };
}

export function anEpoch(number: number, change: EpochChange = 'first-reading', endSince = number) {
  return {
    number,
    startedAt: NOW - 3 * DAY,
    changes: [change],
    allowanceBytes: GB,
    packageEndsAt: NOW + 20 * DAY,
    endSince,
    historyRows: null,
  };
}

export function left(remainingBytes: number, change: Partial<Reading> = {}): EsimFacts {
  return anEsim({ reading: aReading({ remainingBytes, ...change }) });
}

/** An alert as an earlier version stored it: opened at its rule's threshold of that rank. */
export function anAlert(rule: Rule, change: Partial<Alert> = {}): Alert {
  return {
    id: 1,
    rule: rule.name,
    ruleType: rule.type,
    esim: 1,
    epoch: 1,
    state: 'open',
    severity: 'warning',
    notified: { kind: 'recorded', rank: 1 },
    openedAt: NOW - DAY,
    changedAt: NOW - DAY,
    resolvedAt: null,
    reason: { kind: 'recorded', text: '' },
    clearStreak: 0,
    acknowledgedAt: null,
    ...change,
  };
}

/** Does to one eSIM's alerts what a store does with evaluations: one alert a key, reused when it opens again. */
export function applyAll(
  alerts: readonly Alert[],
  evaluations: readonly Evaluation[],
  now: number,
  esim: Alert['esim'] = 1,
): Alert[] {
  const rows = new Map(alerts.map((alert) => [alert.id, alert]));
  for (const { rule, ruleType, epoch, decision, alert } of evaluations) {
    if (decision.kind === 'leave') continue;
    if (decision.kind === 'open') {
      const { severity, reason } = decision;
      const id = alert?.id ?? rows.size + 1;
      const notified = notifiedOf(reason);
      const fresh = {
        id,
        rule,
        ruleType,
        esim,
        epoch,
        state: 'open' as const,
        severity,
        notified,
        reason,
      };
      const times = { openedAt: now, changedAt: now, resolvedAt: null, clearStreak: 0, acknowledgedAt: null };
      rows.set(id, { ...fresh, ...times });
      continue;
    }
    if (!alert) throw new Error(`${rule} decided to ${decision.kind} without an alert`);
    rows.set(alert.id, changed(alert, decision, now));
  }
  return [...rows.values()];
}

type Change = Exclude<Evaluation['decision'], { kind: 'leave' | 'open' }>;

function changed(alert: Alert, decision: Change, now: number): Alert {
  const { reason } = decision;
  switch (decision.kind) {
    case 'reopen':
      return { ...alert, state: 'open', resolvedAt: null, changedAt: now, clearStreak: 0, reason };
    case 'escalate': {
      const { severity } = decision;
      const notified = notifiedOf(decision.reason);
      const acknowledgedAt = severity === alert.severity ? alert.acknowledgedAt : null;
      return { ...alert, severity, notified, changedAt: now, clearStreak: 0, acknowledgedAt, reason };
    }
    case 'count-clear':
      return { ...alert, clearStreak: decision.clearStreak };
    case 'resolve':
      return {
        ...alert,
        state: 'resolved',
        notified: decision.rearm ? null : alert.notified,
        resolvedAt: now,
        changedAt: now,
        clearStreak: 0,
        reason,
      };
  }
}
