import { matcherMatches, parseMatcher, type Reader, sentenceOf, subjectOf } from '@roamwatch/core';
import type { Silence, AlertLine as StoredLine } from '@roamwatch/store';
import type { AlertLine, SilenceLine } from '@roamwatch/web';
import type { Context } from '../context.js';

/** Puts alerts into words for people, with the silences that mute them now. */
export async function alertLines(ctx: Context, stored: readonly StoredLine[]): Promise<readonly AlertLine[]> {
  const now = ctx.now();
  const reader: Reader = { now, zone: ctx.config.timeZone };
  const silences = await ctx.store.silences.active(now);
  return stored.map((alert) => lineOf(alert, silences, reader));
}

function lineOf(alert: StoredLine, silences: readonly Silence[], reader: Reader): AlertLine {
  const silence = alert.state === 'open' ? silences.find((one) => covers(one, alert)) : undefined;
  return {
    id: alert.id,
    severity: alert.severity,
    state: alert.state,
    rule: alert.rule,
    ruleType: alert.ruleType,
    reason: capitalised(sentenceOf(alert.reason, reader)),
    esim:
      alert.esimId === null
        ? null
        : { iccid: alert.iccid, esimId: alert.esimId, label: alert.label, costCentre: alert.costCentre },
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
    silence: silence === undefined ? null : silenceLine(silence, reader.now),
  };
}

export function silenceLine(silence: Silence, now: number): SilenceLine {
  const { id, matcher, comment, createdAt, endsAt, createdBy } = silence;
  return { id, matcher, comment, by: createdBy, createdAt, endsAt, active: endsAt > now };
}

/** Sentences of ours start without a capital, so that they can stand after something. */
export function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function covers({ matcher }: Silence, alert: StoredLine): boolean {
  return matcherMatches(parseMatcher(matcher), subjectOf(alert));
}
