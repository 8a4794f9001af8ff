import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anEpoch, anEsim, applyAll, aReading, NOW } from '../../../test/esim.js';
import { Watchman } from '../../../test/watchman.js';
import type { EsimFacts } from '../../fleet/facts.js';
import { DAY, HOUR } from '../../time/instant.js';
import type { Alert, Evaluation } from '../alert.js';
import type { Rule } from '../rules/registry.js';
import { evaluateEsim } from './evaluate.js';
import { evaluateProvider } from './evaluate-provider.js';

const RULES: readonly Rule[] = [
  { name: 'unused', type: 'expiry-unused', warning: [14 * DAY], critical: [] },
  { name: 'silent', type: 'stale', warning: [8 * HOUR], critical: [] },
  { name: 'abroad', type: 'new-location', allow: ['France'] },
];

interface Look {
  readonly after: number;
  readonly provider: 'ok' | 'unreachable' | 'refused';
  /** True when this eSIM's own call succeeds where the provider answers. */
  readonly answers: boolean;
  readonly status: string;
  readonly listed: boolean;
  /** Moves the expiry of the unused profile; null leaves it. */
  readonly lapsesIn: number | null;
  readonly place: string;
}

const look: fc.Arbitrary<Look> = fc.record({
  after: fc.oneof(fc.integer({ min: 1, max: 6 * HOUR }), fc.integer({ min: 1, max: 3 * DAY })),
  provider: fc.constantFrom('ok', 'ok', 'ok', 'ok', 'unreachable', 'unreachable', 'refused'),
  answers: fc.boolean(),
  status: fc.constantFrom('INSTALLED', 'INSTALLED', 'READY', 'READY'),
  listed: fc.constantFrom(true, true, true, false),
  lapsesIn: fc.option(fc.integer({ min: -2 * DAY, max: 40 * DAY }), { freq: 4 }),
  place: fc.constantFrom('France', 'Spain', 'Italy', 'Japan'),
});

/** The state of the daemon between evaluations; read again every time, as after a restart. */
class Daemon {
  alerts: readonly Alert[] = [];
  providerAlert: Alert | null = null;
  private failuresRunning = 0;
  private places = new Set<string>();

  askProvider(kind: Look['provider'], now: number): string[] {
    this.failuresRunning = kind === 'ok' ? 0 : this.failuresRunning + 1;
    const outcome = { kind, failuresRunning: this.failuresRunning, detail: 'time-out', httpStatus: null };
    const evaluation = evaluateProvider(outcome, this.providerAlert, now);
    if (!evaluation) return [];
    const before = this.providerAlert ? [this.providerAlert] : [];
    this.providerAlert = applyAll(before, [evaluation], now).at(-1) ?? null;
    const { kind: decided } = evaluation.decision;
    return decided === 'open' ? ['provider: down'] : decided === 'resolve' ? ['provider: up'] : [];
  }

  look(facts: EsimFacts, now: number): Evaluation[] {
    const stored: readonly Alert[] = JSON.parse(JSON.stringify(this.alerts));
    const context = { now, providerDown: this.providerAlert?.state === 'open' };
    const known = { ...facts, knownLocations: [...this.places] };
    const evaluations = evaluateEsim(RULES, known, stored, context);
    this.alerts = applyAll(stored, evaluations, now);
    for (const { location } of facts.days) this.places.add(location);
    return evaluations;
  }
}

function spoken(evaluations: readonly Evaluation[]): string[] {
  return evaluations.flatMap(({ rule, decision }) => {
    if (decision.kind === 'open' || decision.kind === 'escalate') return [`${rule}: open`];
    return decision.kind === 'resolve' && !decision.silent ? [`${rule}: over`] : [];
  });
}

test('whatever happens to an eSIM or to the provider, exactly what a watchman would report is sent', () => {
  fc.assert(
    fc.property(fc.array(look, { maxLength: 30, size: 'max' }), (looks) => {
      const [daemon, watchman] = [new Daemon(), new Watchman()];
      let now = NOW;
      let lapsesAt = NOW + 20 * DAY;
      let readAt = NOW;
      let failingSince: number | null = null;
      for (const { after, provider, answers, status, listed, lapsesIn, place } of looks) {
        now += after;
        if (lapsesIn !== null) lapsesAt = now + lapsesIn;
        expect(daemon.askProvider(provider, now)).toEqual(watchman.askProvider(provider));
        const read = provider === 'ok' && answers && listed;
        if (read) [readAt, failingSince] = [now, null];
        else if (provider === 'ok' && listed) failingSince ??= now;
        const facts = anEsim({
          status,
          leftListAt: listed ? null : now,
          lapsesAt,
          failingSince,
          reading: aReading({ at: readAt, packageEndsAt: null }),
          fresh: read,
          epoch: anEpoch(1),
          days: read ? [{ date: '2025-02-10', location: place, usedBytes: 1 }] : [],
        });
        expect(spoken(daemon.look(facts, now)).sort()).toEqual(watchman.look(facts, now).sort());
      }
    }),
    { numRuns: 1500 },
  );
});
