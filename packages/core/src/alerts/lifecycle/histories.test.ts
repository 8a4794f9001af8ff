import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anEsim, applyAll, NOW } from '../../../test/esim.js';
import { Notebook } from '../../../test/notebook.js';
import type { EsimFacts } from '../../fleet/facts.js';
import { DAY, HOUR } from '../../time/instant.js';
import { nextEpoch } from '../../usage/epoch.js';
import type { PackageEpoch, Reading } from '../../usage/usage.js';
import { type Alert, type Evaluation, thresholdKey } from '../alert.js';
import {
  type CurrentAlert,
  type PendingNotification,
  planNotifications,
  type SentNotification,
} from '../notifying/plan-notifications.js';
import { kindOf, type Rule } from '../rules/registry.js';
import { polledSince, type Watch, watchAt } from './downtime.js';
import { evaluateEsim } from './evaluate.js';
import { keyEpoch } from './key-epoch.js';

const RULES: readonly Rule[] = [
  { name: 'low-data', type: 'data-low', warning: [{ percent: 25 }], critical: [{ percent: 10 }] },
  { name: 'used-up', type: 'data-exhausted' },
  { name: 'expiring', type: 'expiry', warning: [7 * DAY, 3 * DAY], critical: [DAY] },
];

/** One thing that happens to an eSIM, or to the monitoring; then it is evaluated, unless that is impossible. */
type Happening =
  | { readonly kind: 'use'; readonly percent: number }
  | { readonly kind: 'restate'; readonly percent: number }
  | { readonly kind: 'top-up'; readonly more: boolean; readonly longer: boolean }
  | { readonly kind: 'status'; readonly status: string }
  | { readonly kind: 'listed'; readonly listed: boolean }
  | { readonly kind: 'clock'; readonly by: number };

type Answer = 'good' | 'late' | 'no allowance' | 'no remainder' | 'none';

interface Step {
  readonly after: number;
  readonly happening: Happening;
  /** The answer of the provider: its present figures, those of last time, none of use, or not at all. */
  readonly answer: Answer;
  /** Nobody looks: the daemon is down. */
  readonly away: boolean;
  readonly silenced: boolean;
}

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('use' as const), percent: fc.nat({ max: 45 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('restate' as const), percent: fc.nat({ max: 100 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('top-up' as const), more: fc.boolean(), longer: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('status' as const),
      status: fc.constantFrom('INSTALLED', 'INSTALLED', 'INSTALLED', 'READY', 'EXPIRED'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('listed' as const), listed: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('clock' as const),
      by: fc.integer({ min: -2 * DAY, max: 2 * DAY }),
    }),
  },
);

const step: fc.Arbitrary<Step> = fc.record({
  after: fc.oneof(fc.nat({ max: 6 * HOUR }), fc.nat({ max: 3 * DAY })),
  happening,
  answer: fc.constantFrom<Answer>(
    'good',
    'good',
    'good',
    'good',
    'late',
    'no allowance',
    'no remainder',
    'none',
  ),
  away: fc.nat({ max: 9 }).map((dice) => dice === 0),
  silenced: fc.boolean(),
});

const history = fc.array(step, { maxLength: 30, size: 'max' });

/** An eSIM and the provider that reports it. */
class World {
  now = NOW;
  status = 'INSTALLED';
  listed = true;
  allowance = 1000;
  remaining = 1000;
  endsAt = NOW + 10 * DAY;
  private lastAnswer: Reading | null = null;

  happen(what: Happening): void {
    if (what.kind === 'use') this.remaining -= (this.allowance * what.percent) / 100;
    if (what.kind === 'restate') this.remaining = Math.round((this.allowance * what.percent) / 100);
    if (what.kind === 'status') this.status = what.status;
    if (what.kind === 'listed') this.listed = what.listed;
    if (what.kind === 'clock') this.now += what.by;
    if (what.kind !== 'top-up') return;
    if (what.more) {
      this.allowance += 1000;
      this.remaining += 1000;
    }
    if (what.longer) this.endsAt = Math.max(this.endsAt, this.now) + 8 * DAY;
  }

  answer(how: Answer): Reading | null {
    if (how === 'none') return null;
    if (how === 'late' && this.lastAnswer) return { ...this.lastAnswer, at: this.now };
    this.lastAnswer = {
      at: this.now,
      allowanceBytes: how === 'no allowance' ? null : this.allowance,
      remainingBytes: how === 'no remainder' ? null : this.remaining,
      packageStartedAt: NOW - DAY,
      packageEndsAt: this.endsAt,
    };
    return this.lastAnswer;
  }
}

/** The state of the daemon between cycles. Every cycle reads it again, as after a restart. */
class Daemon {
  alerts: readonly Alert[] = [];
  epoch: PackageEpoch | null = null;
  reading: Reading | null = null;
  watch: Watch | null = null;

  look(world: World, answer: Reading | null): { facts: EsimFacts; evaluations: Evaluation[] } {
    const isNews = answer !== null && !isEqual(answer, this.reading);
    if (answer) {
      this.epoch = nextEpoch(this.epoch, answer, null);
      this.reading = answer;
    }
    const facts = anEsim({
      status: world.status,
      leftListAt: world.listed ? null : world.now,
      reading: this.reading,
      fresh: answer !== null,
      isNews,
      epoch: this.epoch,
    });
    const stored: readonly Alert[] = JSON.parse(JSON.stringify(this.alerts));
    const relevant = stored.filter(
      ({ state, epoch, ruleType }) =>
        state === 'open' || epoch === keyEpoch(kindOf(ruleType).recovery, this.epoch),
    );
    this.watch = polledSince(watchAt(this.watch, world.now));
    const { downtime } = this.watch;
    const evaluations = evaluateEsim(RULES, facts, relevant, {
      now: world.now,
      providerDown: false,
      downtime,
    });
    this.alerts = applyAll(stored, evaluations, world.now);
    return { facts, evaluations };
  }
}

function isEqual(one: Reading, other: Reading | null): boolean {
  return JSON.stringify({ ...one, at: 0 }) === JSON.stringify({ ...other, at: 0 });
}

function spoken(evaluations: readonly Evaluation[]): string[] {
  return evaluations.flatMap(({ rule, verdict, decision }) => {
    if (decision.kind === 'open' || decision.kind === 'escalate') {
      return [`${rule}: step ${verdict.kind === 'measured' ? verdict.rank : 'unknown'}`];
    }
    return decision.kind === 'resolve' && !decision.silent ? [`${rule}: over`] : [];
  });
}

test('whatever happens, exactly what an attentive person would report is sent', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const [world, daemon, notebook] = [new World(), new Daemon(), new Notebook()];
      for (const { after, happening, answer, away } of steps) {
        world.now += after;
        world.happen(happening);
        if (away) continue;
        const { facts, evaluations } = daemon.look(world, world.answer(answer));
        expect(spoken(evaluations).sort()).toEqual(notebook.look(facts, world.now).sort());
      }
    }),
    { numRuns: 1500 },
  );
});

test('evaluating the same facts twice notifies nothing the second time', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const [world, daemon] = [new World(), new Daemon()];
      for (const { after, happening, answer } of steps) {
        world.now += after;
        world.happen(happening);
        const figures = world.answer(answer);
        const first = spoken(daemon.look(world, figures).evaluations);
        const again = spoken(daemon.look(world, figures).evaluations).filter(
          (said) => !said.endsWith('over'),
        );
        expect(again.filter((said) => first.includes(said))).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});

/** One recipient behind silences: what is pending for them, and what they received. */
class Recipient {
  private pending: PendingNotification[] = [];
  private nextId = 1;
  /** Alerts that were closed silently for a week: what was not sent about them by then is discarded. */
  readonly forgotten = new Set<number>();
  readonly sent = new Map<number, SentNotification>();
  readonly heard: { readonly alertId: number; readonly change: string; readonly threshold: string | null }[] =
    [];

  learn(evaluations: readonly Evaluation[], alerts: readonly Alert[], at: number): void {
    for (const { rule, decision, alert } of evaluations) {
      const subject =
        alert ?? alerts.find((one) => one.rule === rule && one.openedAt === at && one.state === 'open');
      const change = ({ open: 'opened', escalate: 'escalated', resolve: 'resolved' } as const)[
        decision.kind as 'open'
      ];
      if (!subject || !change || (decision.kind === 'resolve' && decision.silent)) continue;
      this.pending.push({ id: this.nextId++, alertId: subject.id, change });
    }
  }

  listen(alerts: readonly Alert[], silenced: boolean, now: number): number {
    for (const { id, state, notified, resolvedAt } of alerts) {
      if (state === 'resolved' && notified !== null && now - (resolvedAt ?? now) >= 7 * DAY)
        this.forgotten.add(id);
    }
    const subject = { iccid: null, label: null, costCentre: null, project: null, status: null };
    const current = new Map<number, CurrentAlert>(
      alerts.map((alert) => [alert.id, { ...alert, ...subject }]),
    );
    const silences = silenced ? [{ matcher: 'rule=*' }] : [];
    const plan = planNotifications({
      notifications: this.pending,
      alerts: current,
      sent: this.sent,
      silences,
      quietHours: null,
      zone: 'UTC',
      now,
    });
    for (const id of plan.send) {
      const { alertId, change } = this.pending.find((one) => one.id === id) as PendingNotification;
      const { state, notified } = current.get(alertId) as CurrentAlert;
      const threshold = notified && thresholdKey(notified);
      expect(change === 'resolved').toBe(state === 'resolved');
      this.sent.set(alertId, { change, threshold });
      this.heard.push({ alertId, change, threshold });
    }
    this.pending = this.pending.filter(({ id }) => plan.hold.some((held) => held.id === id));
    return this.pending.length;
  }
}

test('every silence ends in the truth, and nothing is sent twice', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const [world, daemon, recipient] = [new World(), new Daemon(), new Recipient()];
      for (const { after, happening, answer, away, silenced } of steps) {
        world.now += after;
        world.happen(happening);
        if (away) continue;
        const { evaluations } = daemon.look(world, world.answer(answer));
        recipient.learn(evaluations, daemon.alerts, world.now);
        recipient.listen(daemon.alerts, silenced, world.now);
      }
      recipient.listen(daemon.alerts, false, world.now);
      expect(recipient.listen(daemon.alerts, false, world.now + 90 * DAY)).toBe(0);

      for (const { id, state, notified } of daemon.alerts) {
        const told = recipient.sent.get(id);
        if (state === 'open' && !recipient.forgotten.has(id)) {
          expect(told?.threshold).toBe(notified && thresholdKey(notified));
          expect(told?.change).not.toBe('resolved');
        }
        if (state === 'resolved' && notified === null && told) expect(told.change).toBe('resolved');
        const heard = recipient.heard.filter(({ alertId }) => alertId === id);
        heard.forEach((one, index) => {
          const before = heard[index - 1];
          if (!before) expect(one.change).not.toBe('resolved');
          else if (one.change === 'resolved') expect(before.change).not.toBe('resolved');
          else if (before.change !== 'resolved') expect(one.threshold).not.toBe(before.threshold);
        });
      }
    }),
    { numRuns: 1500 },
  );
});
