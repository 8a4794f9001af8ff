import { matcherMatches, parseMatcher, subjectOf, type UnixSeconds } from '@roamwatch/core';
import type { Silence, AlertLine as StoredLine } from '@roamwatch/store';
import type { AlertLine, SilenceLine } from '@roamwatch/web';
import type { Context } from '../context.js';

/** Alerts with the silences that mute them now. */
export async function alertLines(ctx: Context, stored: readonly StoredLine[]): Promise<readonly AlertLine[]> {
  const now = ctx.now();
  const silences = await ctx.store.silences.active(now);
  return stored.map((alert) => lineOf(alert, silences, now));
}

function lineOf(alert: StoredLine, silences: readonly Silence[], now: UnixSeconds): AlertLine {
  const silence = alert.state === 'open' ? silences.find((one) => covers(one, alert)) : undefined;
  return {
    id: alert.id,
    severity: alert.severity,
    state: alert.state,
    rule: alert.rule,
    ruleType: alert.ruleType,
    reason: alert.reason,
    esim:
      alert.esimId === null
        ? null
        : {
            iccid: alert.iccid,
            esimId: alert.esimId,
            label: alert.label,
            costCentre: alert.costCentre,
            remainingBytes: alert.remainingBytes,
          },
    openedAt: alert.openedAt,
    resolvedAt: alert.resolvedAt,
    acknowledged:
      alert.acknowledgedAt === null
        ? null
        : {
            at: alert.acknowledgedAt,
            by: alert.acknowledgedBy ?? '',
            comment: alert.acknowledgedComment ?? '',
          },
    lastNotifiedAt: alert.lastNotifiedAt,
    timesNotified: alert.timesNotified,
    silence: silence === undefined ? null : silenceLine(silence, now),
  };
}

export function silenceLine(silence: Silence, now: number): SilenceLine {
  const { id, matcher, comment, createdAt, endsAt, createdBy, endedBy } = silence;
  return { id, matcher, comment, by: createdBy, createdAt, endsAt, endedBy, active: endsAt > now };
}

function covers({ matcher }: Silence, alert: StoredLine): boolean {
  return matcherMatches(parseMatcher(matcher), subjectOf(alert));
}
