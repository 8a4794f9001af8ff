import { describe, expect, test } from 'vitest';
import { NOW } from '../../../test/esim.js';
import { DAY, HOUR } from '../../time/instant.js';
import { type ChangeKind, type Notified, thresholdKey } from '../alert.js';
import {
  type CurrentAlert,
  type PlanInput,
  planNotifications,
  type SentNotification,
} from './plan-notifications.js';

const reached = (rank: number): Notified => ({ kind: 'recorded', rank });

/** An alert, and what was last sent of it. */
interface Situation extends CurrentAlert {
  readonly sent: SentNotification | null;
}

const alert = (change: Partial<Situation> = {}): Situation => ({
  rule: 'low-data',
  state: 'open',
  severity: 'warning',
  notified: reached(1),
  resolvedAt: null,
  reason: { kind: 'not-reached' },
  acknowledgedAt: null,
  iccid: '8944',
  label: 'Anna',
  costCentre: null,
  project: null,
  status: 'INSTALLED',
  sent: null,
  ...change,
});
const recovered = { state: 'resolved', notified: null, resolvedAt: NOW } as const;
const closed = { state: 'resolved', notified: reached(1), resolvedAt: NOW } as const;
const sent = (change: ChangeKind, rank = 1): SentNotification => ({
  change,
  threshold: thresholdKey(reached(rank)),
});

/** Plans notifications of one alert, with ids 1, 2, 3, … */
function plan(changes: readonly ChangeKind[], about: Situation | null, input: Partial<PlanInput> = {}) {
  return planNotifications({
    notifications: changes.map((change, index) => ({ id: index + 1, alertId: 7, change })),
    alerts: new Map(about ? [[7, about]] : []),
    sent: new Map(about?.sent ? [[7, about.sent]] : []),
    silences: [],
    quietHours: null,
    zone: 'UTC',
    now: NOW,
    ...input,
  });
}

const ids = (list: readonly { readonly id: number }[]) => list.map(({ id }) => id);

describe('several notifications of one alert become the one that is true', () => {
  test.each<[string, ChangeKind[], Partial<Situation>, number[]]>([
    ['opened', ['opened'], {}, [1]],
    [
      'opened and escalated before it was sent',
      ['opened', 'escalated', 'escalated'],
      { severity: 'critical', notified: reached(3) },
      [1],
    ],
    [
      'escalated after it was sent',
      ['escalated', 'escalated'],
      { notified: reached(3), sent: sent('opened') },
      [2],
    ],
    ['opened and resolved before it was sent', ['opened', 'resolved'], recovered, []],
    ['resolved, its opening never sent', ['resolved'], recovered, []],
    ['resolved twice', ['resolved'], { ...recovered, sent: sent('resolved') }, []],
    ['resolved after it was sent', ['escalated', 'resolved'], { ...recovered, sent: sent('opened') }, [2]],
    [
      'closed silently long ago',
      ['escalated'],
      { ...closed, resolvedAt: NOW - 7 * DAY, sent: sent('opened') },
      [],
    ],
    ['resolved and open again, as sent', ['resolved', 'opened'], { sent: sent('opened') }, []],
    [
      'resolved and open again, worse',
      ['resolved', 'opened'],
      { notified: reached(2), sent: sent('opened') },
      [2],
    ],
    ['open again after a recovery that was sent', ['opened'], { sent: sent('resolved', 3) }, [1]],
    ['reopened silently', ['resolved'], { sent: sent('opened') }, []],
    ['several reminders', ['reminder', 'reminder'], { sent: sent('opened') }, [2]],
    [
      'a reminder beside an escalation',
      ['reminder', 'escalated'],
      { notified: reached(2), sent: sent('opened') },
      [2],
    ],
    ['a reminder of the acknowledged', ['reminder'], { acknowledgedAt: NOW, sent: sent('opened') }, []],
    ['a reminder of the resolved', ['reminder'], { ...recovered, sent: sent('opened') }, []],
  ])('%s', (_, changes, change, send) => {
    const result = plan(changes, alert(change));
    expect(result.send).toEqual(send);
    expect([...result.send, ...ids(result.discard), ...ids(result.hold)].sort()).toEqual(
      changes.map((_, i) => i + 1),
    );
  });

  test('a notification of an alert that no longer exists is discarded', () => {
    expect(plan(['opened'], null).discard).toEqual([{ id: 1, reason: 'alert-gone' }]);
  });
});

describe('notifications that are held', () => {
  const quietHours = { from: '11:00', to: '13:00' };

  test('quiet hours mute all but criticals', () => {
    expect(plan(['opened'], alert(), { quietHours }).hold).toEqual([
      { id: 1, reason: { kind: 'quiet-hours', until: '13:00' } },
    ]);
    expect(plan(['opened'], alert({ severity: 'critical' }), { quietHours }).send).toEqual([1]);
    expect(plan(['opened'], alert(), { quietHours, now: NOW + HOUR }).send).toEqual([1]);
  });

  test('a silence mutes criticals too, and only what it matches', () => {
    const silences = [{ matcher: 'label=Bert' }, { matcher: 'severity=critical,label=Ann*' }];
    const critical = alert({ severity: 'critical' });
    expect(plan(['opened'], critical, { silences }).hold).toEqual([
      { id: 1, reason: { kind: 'silenced', by: 'severity=critical,label=Ann*' } },
    ]);
    expect(plan(['opened'], alert(), { silences }).send).toEqual([1]);
    expect(plan(['opened'], { ...critical, label: 'Carl' }, { silences }).send).toEqual([1]);
  });

  test('what was closed silently may apply again, and stays pending for a week', () => {
    expect(plan(['opened'], alert(closed))).toMatchObject({ send: [], discard: [], hold: [{ id: 1 }] });
    expect(plan(['opened'], alert({ ...closed, resolvedAt: NOW - 7 * DAY }))).toMatchObject({
      discard: [{ id: 1 }],
      hold: [],
    });
  });

  test('when it ends, what is still true is sent once', () => {
    const silences = [{ matcher: 'rule=*' }];
    const worse = alert({ severity: 'critical', notified: reached(2) });
    expect(plan(['opened', 'escalated'], worse, { silences })).toMatchObject({ send: [], hold: [{ id: 1 }] });
    expect(plan(['opened'], worse).send).toEqual([1]);
    expect(plan(['opened', 'resolved'], alert(recovered), { silences })).toMatchObject({
      hold: [],
      discard: [{ id: 1 }, { id: 2 }],
    });
  });
});
