import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../time/instant.js';
import { zoned } from '../../time/zone.js';
import type { ChangeKind } from '../alert.js';
import type { Severity } from '../rules/rule.js';
import { type AlertTruth, isReminderDue, planTelling, type Told, type WaitingNews } from './telling.js';

const REPEAT = 24 * HOUR;
const QUIET = { from: '22:00', to: '07:00' };
/** The day before clocks change in both zones is within the histories. */
const BEGIN = Date.UTC(2026, 2, 6, 12) / 1000;

interface Step {
  readonly after: number;
  readonly alert: number;
  readonly happening: 'worse' | 'over' | 'acknowledged' | 'nothing';
  readonly silenced: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  after: fc.integer({ min: MINUTE, max: 9 * HOUR }),
  alert: fc.nat({ max: 2 }),
  happening: fc.constantFrom('worse', 'worse', 'over', 'acknowledged', 'nothing', 'nothing'),
  silenced: fc.nat({ max: 4 }).map((dice) => dice === 0),
});

/** Three alerts with a warning, then a critical step, and one recipient who has quiet hours and is reminded. */
class Story {
  now = BEGIN;
  readonly told: {
    readonly at: number;
    readonly alertId: number;
    readonly change: ChangeKind;
    readonly truth: AlertTruth;
  }[] = [];
  private readonly alerts = new Map<number, AlertTruth>();
  private readonly known = new Map<number, Told & { readonly at: number }>();
  private waiting: WaitingNews[] = [];
  private nextId = 1;

  constructor(private readonly zone: string) {}

  happen(alertId: number, happening: Step['happening']): void {
    const alert = this.alerts.get(alertId);
    const isOpen = alert?.state === 'open';
    if (happening === 'worse' && (alert?.step ?? 0) < 2) {
      const step = isOpen ? 2 : 1;
      const severity = step === 2 ? 'critical' : 'warning';
      const acknowledgedAt = isOpen && alert.severity === severity ? alert.acknowledgedAt : null;
      this.set(alertId, { state: 'open', step, severity, resolvedAt: null, acknowledgedAt });
      this.add(alertId, isOpen ? 'escalated' : 'opened', severity);
    } else if (happening === 'over' && isOpen) {
      this.set(alertId, { ...alert, state: 'resolved', step: 0, resolvedAt: this.now });
      this.add(alertId, 'resolved', alert.severity);
    } else if (happening === 'acknowledged' && isOpen) {
      this.set(alertId, { ...alert, acknowledgedAt: this.now });
    }
  }

  /** A look: reminders that are due, then what the recipient hears; `silenced` covers all. */
  look(silenced: boolean): void {
    for (const [id, alert] of this.alerts) {
      const isOnItsWay = this.waiting.some(({ alertId }) => alertId === id);
      if (!isOnItsWay && isReminderDue(alert, this.known.get(id)?.at ?? null, REPEAT, this.now)) {
        this.add(id, 'reminder', alert.severity);
      }
    }
    const alerts = new Map(
      [...this.alerts].map(([id, alert]) => [id, { ...alert, told: this.known.get(id) ?? null }]),
    );
    const plan = planTelling({
      news: this.waiting,
      alerts,
      silences: silenced ? [{ matcher: 'rule=*' }] : [],
      quietHours: QUIET,
      zone: this.zone,
      now: this.now,
    });
    for (const { id, alertId, change } of this.waiting.filter((news) => plan.tell.includes(news.id))) {
      const truth = alerts.get(alertId);
      if (!truth) throw new Error(`news ${id} is about no alert`);
      this.told.push({ at: this.now, alertId, change, truth });
      this.known.set(alertId, { change, step: truth.step, at: this.now });
    }
    this.waiting = this.waiting.filter(({ id }) => plan.hold.some((held) => held.id === id));
  }

  isQuiet(at: number): boolean {
    const { hour } = zoned(at, this.zone);
    return Number(hour) >= 22 || Number(hour) < 7;
  }

  /** What the recipient believes of each alert beside what is so. */
  beliefs(): readonly (readonly [believed: number, is: number])[] {
    return [...this.alerts].map(([id, { state, step }]) => {
      const known = this.known.get(id);
      return [!known || known.change === 'resolved' ? 0 : known.step, state === 'open' ? step : 0];
    });
  }

  private set(
    id: number,
    change: Pick<AlertTruth, 'state' | 'step' | 'severity' | 'resolvedAt' | 'acknowledgedAt'>,
  ): void {
    const subject = { rule: 'r', iccid: null, label: null, costCentre: null, project: null, status: null };
    this.alerts.set(id, { ...subject, told: null, ...change });
  }

  private add(alertId: number, change: ChangeKind, severity: Severity): void {
    this.waiting.push({ id: this.nextId++, alertId, change, severity, at: this.now });
  }
}

test.each(['Europe/London', 'America/New_York'])(
  'in %s: quiet hours and silences hold, reminders keep their distance, and in the end the truth is known',
  (zone) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const story = new Story(zone);
        for (const { after, alert, happening, silenced } of steps) {
          story.now += after;
          story.happen(alert, happening);
          const before = story.told.length;
          story.look(silenced);
          if (silenced) expect(story.told).toHaveLength(before);
          story.look(silenced);
          expect(story.told.length - before).toBeLessThanOrEqual(3);
        }
        while (story.isQuiet(story.now)) story.now += HOUR;
        story.look(false);
        for (const [believed, is] of story.beliefs()) expect(believed).toBe(is);

        for (const [index, { at, alertId, change, truth }] of story.told.entries()) {
          if (story.isQuiet(at)) expect(truth.severity).toBe('critical');
          const last = story.told.slice(0, index).findLast((one) => one.alertId === alertId);
          if (change === 'reminder') {
            expect(truth).toMatchObject({ state: 'open', severity: 'critical', acknowledgedAt: null });
            expect(at - (last?.at ?? at)).toBeGreaterThanOrEqual(REPEAT);
          } else if (change === 'resolved') {
            expect(truth.state).toBe('resolved');
            expect(last?.change ?? 'resolved').not.toBe('resolved');
          } else if (last && last.change !== 'resolved') {
            expect(truth.step).not.toBe(last.truth.step);
          }
        }
      }),
      { numRuns: 400 },
    );
  },
);
