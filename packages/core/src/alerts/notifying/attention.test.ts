import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../time/instant.js';
import { zoned } from '../../time/zone.js';
import { type ChangeKind, type Notified, thresholdKey } from '../alert.js';
import {
  type CurrentAlert,
  type PendingNotification,
  planNotifications,
  type SentNotification,
} from './plan-notifications.js';
import { isReminderDue } from './reminders.js';

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

function rankOf(notified: Notified | null | undefined): number {
  return notified?.kind === 'recorded' ? notified.rank : 0;
}

function keyOf({ notified }: CurrentAlert): string | null {
  return notified && thresholdKey(notified);
}

/** Three alerts with a warning, then a critical threshold, and one recipient with quiet hours and reminders. */
class Story {
  now = BEGIN;
  readonly sent: {
    readonly at: number;
    readonly alertId: number;
    readonly change: ChangeKind;
    readonly truth: CurrentAlert;
  }[] = [];
  private readonly alerts = new Map<number, CurrentAlert>();
  private readonly known = new Map<number, SentNotification & { readonly at: number }>();
  private pending: PendingNotification[] = [];
  private nextId = 1;

  constructor(private readonly zone: string) {}

  happen(alertId: number, happening: Step['happening']): void {
    const alert = this.alerts.get(alertId);
    const isOpen = alert?.state === 'open';
    if (happening === 'worse' && rankOf(alert?.notified) < 2) {
      const step = isOpen ? 2 : 1;
      const severity = step === 2 ? 'critical' : 'warning';
      const acknowledgedAt = isOpen && alert.severity === severity ? alert.acknowledgedAt : null;
      const notified: Notified = { kind: 'recorded', rank: step };
      this.set(alertId, { state: 'open', notified, severity, resolvedAt: null, acknowledgedAt });
      this.add(alertId, isOpen ? 'escalated' : 'opened');
    } else if (happening === 'over' && isOpen) {
      this.set(alertId, { ...alert, state: 'resolved', notified: null, resolvedAt: this.now });
      this.add(alertId, 'resolved');
    } else if (happening === 'acknowledged' && isOpen) {
      this.set(alertId, { ...alert, acknowledgedAt: this.now });
    }
  }

  /** A look: reminders that are due, then what is sent to the recipient; `silenced` covers all. */
  look(silenced: boolean): void {
    for (const [id, alert] of this.alerts) {
      const isOnItsWay = this.pending.some(({ alertId }) => alertId === id);
      const notifiedAt = this.known.get(id)?.at ?? null;
      if (!isOnItsWay && isReminderDue({ ...alert, notifiedAt }, REPEAT, this.now)) this.add(id, 'reminder');
    }
    const plan = planNotifications({
      notifications: this.pending,
      alerts: this.alerts,
      sent: this.known,
      silences: silenced ? [{ matcher: 'rule=*' }] : [],
      quietHours: QUIET,
      zone: this.zone,
      now: this.now,
    });
    for (const { id, alertId, change } of this.pending.filter((one) => plan.send.includes(one.id))) {
      const truth = this.alerts.get(alertId);
      if (!truth) throw new Error(`notification ${id} is about no alert`);
      this.sent.push({ at: this.now, alertId, change, truth });
      this.known.set(alertId, { change, threshold: keyOf(truth), at: this.now });
    }
    this.pending = this.pending.filter(({ id }) => plan.hold.some((held) => held.id === id));
  }

  isQuiet(at: number): boolean {
    const { hour } = zoned(at, this.zone);
    return Number(hour) >= 22 || Number(hour) < 7;
  }

  /** The state of each alert as the recipient knows it, beside the true one. */
  beliefs(): readonly (readonly [believed: string | null, is: string | null])[] {
    return [...this.alerts].map(([id, alert]) => {
      const known = this.known.get(id);
      return [
        !known || known.change === 'resolved' ? null : known.threshold,
        alert.state === 'open' ? keyOf(alert) : null,
      ];
    });
  }

  private set(
    id: number,
    change: Pick<CurrentAlert, 'state' | 'notified' | 'severity' | 'resolvedAt' | 'acknowledgedAt'>,
  ): void {
    const subject = {
      rule: 'r',
      reason: { kind: 'not-reached' } as const,
      iccid: null,
      label: null,
      costCentre: null,
      project: null,
      status: null,
    };
    this.alerts.set(id, { ...subject, ...change });
  }

  private add(alertId: number, change: ChangeKind): void {
    this.pending.push({ id: this.nextId++, alertId, change });
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
          const before = story.sent.length;
          story.look(silenced);
          if (silenced) expect(story.sent).toHaveLength(before);
          story.look(silenced);
          expect(story.sent.length - before).toBeLessThanOrEqual(3);
        }
        while (story.isQuiet(story.now)) story.now += HOUR;
        story.look(false);
        for (const [believed, is] of story.beliefs()) expect(believed).toBe(is);

        for (const [index, { at, alertId, change, truth }] of story.sent.entries()) {
          if (story.isQuiet(at)) expect(truth.severity).toBe('critical');
          const last = story.sent.slice(0, index).findLast((one) => one.alertId === alertId);
          if (change === 'reminder') {
            expect(truth).toMatchObject({ state: 'open', severity: 'critical', acknowledgedAt: null });
            expect(at - (last?.at ?? at)).toBeGreaterThanOrEqual(REPEAT);
          } else if (change === 'resolved') {
            expect(truth.state).toBe('resolved');
            expect(last?.change ?? 'resolved').not.toBe('resolved');
          } else if (last && last.change !== 'resolved') {
            expect(keyOf(truth)).not.toBe(keyOf(last.truth));
          }
        }
      }),
      { numRuns: 400 },
    );
  },
);
