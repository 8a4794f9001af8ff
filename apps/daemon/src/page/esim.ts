import { DAY, type EsimFacts, forecastDry, type Rule, whyNotMonitored } from '@roamwatch/core';
import { type ExplainedRule, explainEsim, readingsCurrentSince } from '@roamwatch/monitor';
import type { DataThresholdLine, EsimSource, ExplainedRule as RuleLine } from '@roamwatch/web';
import type { Context } from '../context.js';
import { alertLines } from './alert-line.js';
import { isCurrent } from './is-current.js';
import { usageFailureOf } from './usage-failure.js';

const ALERTS = 30;
const READINGS = 400;
const READINGS_FOR = 30 * DAY;

export function esimSource(current: () => Context): EsimSource {
  return {
    async esim(which) {
      const ctx = current();
      const { store, config } = ctx;
      const now = ctx.now();
      const profile = await store.pages.esim(which, now);
      const explained = profile === null ? null : await explainEsim(store, config, profile.esim, now);
      if (profile === null || explained === null) return null;
      const { facts, failure, nextPoll, rules } = explained;
      const readAt = facts.reading?.at ?? null;
      const currentSince = await readingsCurrentSince(ctx);
      const readings = await store.usage.readingsSince(facts.esim, now - READINGS_FOR, READINGS);
      const forecast = forecastDry(
        {
          ...facts,
          earlierReadings: readings.filter(({ at }) => at !== facts.reading?.at),
          days: profile.days,
        },
        now,
      );
      return {
        iccid: facts.iccid,
        esimId: facts.esimId,
        label: facts.label,
        email: profile.email,
        costCentre: facts.costCentre,
        glCode: profile.glCode,
        project: facts.project,
        status: facts.status,
        usageCheck: facts.usageCheck,
        unlimited: facts.unlimited,
        topUp: profile.topUp,
        notes: profile.notes,
        leftListAt: facts.leftListAt,
        expiresAt: facts.lapsesAt,
        reading: facts.reading,
        notMonitored: whyNotMonitored({ ...facts, readAt }, config.poll.statuses),
        isCurrent: isCurrent(readAt, currentSince),
        failing: failure && { ...failure, reason: usageFailureOf(failure.reason) },
        nextPoll: { at: nextPoll.dueAt, reason: nextPoll.reason },
        forecast: forecast && { emptyAt: forecast.dryAt, bytesPerDay: forecast.bytesPerDay },
        thresholds: thresholdsFor(config.rules, facts),
        readings,
        days: profile.days,
        packages: profile.purchases,
        alerts: await alertLines(ctx, await store.pages.alertsOfEsim(facts.esim, now, ALERTS)),
        rules: rules.map(ruleLine),
        dashboardUrl: config.api.dashboardUrl,
      };
    },
  };
}

function ruleLine({ rule, type, verdict, reason, next, alert, mutedBy }: ExplainedRule): RuleLine {
  return {
    rule,
    type,
    finding: verdict.kind === 'measured' ? verdict.finding : null,
    reason,
    severity:
      alert?.state === 'open' && (alert.severity === 'critical' || alert.severity === 'warning')
        ? alert.severity
        : null,
    next,
    alertId: alert?.id ?? null,
    mutedBy,
  };
}

/** Where the rules about remaining data fire, in bytes of the active package. A size above half of it is skipped. */
function thresholdsFor(rules: readonly Rule[], { reading }: EsimFacts): readonly DataThresholdLine[] {
  const allowance = reading?.allowanceBytes ?? 0;
  if (allowance <= 0) return [];
  return rules
    .flatMap((rule) => {
      if (rule.type !== 'data-low') return [];
      return (['warning', 'critical'] as const).flatMap((severity) =>
        rule[severity].map((threshold) => ({
          severity,
          rule: rule.name,
          bytes: 'percent' in threshold ? Math.round((allowance * threshold.percent) / 100) : threshold.bytes,
          isSkipped: 'bytes' in threshold && threshold.bytes > allowance / 2,
        })),
      );
    })
    .filter(({ isSkipped }) => !isSkipped)
    .map(({ bytes, severity, rule }) => ({ bytes, severity, rule }))
    .sort((a, b) => b.bytes - a.bytes);
}
