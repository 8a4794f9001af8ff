import { describe, expect, test } from 'vitest';
import { NOW } from '../../../test/esim.js';
import { DAY, HOUR } from '../../time/instant.js';
import type { ChangeKind } from '../alert.js';
import { type AlertTruth, isReminderDue, planTelling, type TellingInput, type Told } from './telling.js';

const truth = (change: Partial<AlertTruth> = {}): AlertTruth => ({
  rule: 'low-data',
  state: 'open',
  severity: 'warning',
  step: 1,
  resolvedAt: null,
  acknowledgedAt: null,
  iccid: '8944',
  label: 'Anna',
  costCentre: null,
  project: null,
  status: 'INSTALLED',
  told: null,
  ...change,
});
const recovered = { state: 'resolved', step: 0, resolvedAt: NOW } as const;
const closed = { state: 'resolved', step: 1, resolvedAt: NOW } as const;
const told = (change: ChangeKind, step = 1): Told => ({ change, step });

/** Plans news of one alert, with ids 1, 2, 3, … */
function plan(changes: readonly ChangeKind[], alert: AlertTruth | null, input: Partial<TellingInput> = {}) {
  return planTelling({
    news: changes.map((change, index) => ({
      id: index + 1,
      alertId: 7,
      change,
      severity: 'warning',
      at: NOW,
    })),
    alerts: new Map(alert ? [[7, alert]] : []),
    silences: [],
    quietHours: null,
    zone: 'UTC',
    now: NOW,
    ...input,
  });
}

const ids = (list: readonly { readonly id: number }[]) => list.map(({ id }) => id);

describe('several news of one alert become the one that is true', () => {
  test.each<[string, ChangeKind[], Partial<AlertTruth>, number[]]>([
    ['opened', ['opened'], {}, [1]],
    [
      'opened and escalated unheard',
      ['opened', 'escalated', 'escalated'],
      { severity: 'critical', step: 3 },
      [1],
    ],
    ['escalated after it was heard', ['escalated', 'escalated'], { step: 3, told: told('opened') }, [2]],
    ['opened and resolved unheard', ['opened', 'resolved'], recovered, []],
    ['resolved, its opening unheard', ['resolved'], recovered, []],
    ['resolved twice over', ['resolved'], { ...recovered, told: told('resolved') }, []],
    ['resolved after it was heard', ['escalated', 'resolved'], { ...recovered, told: told('opened') }, [2]],
    [
      'closed without a word long ago',
      ['escalated'],
      { ...closed, resolvedAt: NOW - 7 * DAY, told: told('opened') },
      [],
    ],
    ['resolved and open again, as heard', ['resolved', 'opened'], { told: told('opened') }, []],
    ['resolved and open again, worse', ['resolved', 'opened'], { step: 2, told: told('opened') }, [2]],
    ['open again after a heard recovery', ['opened'], { told: told('resolved', 3) }, [1]],
    ['reopened without a word', ['resolved'], { told: told('opened') }, []],
    ['several reminders', ['reminder', 'reminder'], { told: told('opened') }, [2]],
    ['a reminder beside an escalation', ['reminder', 'escalated'], { step: 2, told: told('opened') }, [2]],
    ['a reminder of the acknowledged', ['reminder'], { acknowledgedAt: NOW, told: told('opened') }, []],
    ['a reminder of the resolved', ['reminder'], { ...recovered, told: told('opened') }, []],
  ])('%s', (_, changes, alert, tell) => {
    const result = plan(changes, truth(alert));
    expect(result.tell).toEqual(tell);
    expect([...result.tell, ...ids(result.drop), ...ids(result.hold)].sort()).toEqual(
      changes.map((_, i) => i + 1),
    );
    expect(result.drop.every(({ reason }) => reason.length > 0)).toBe(true);
  });

  test('news of an alert that is gone is dropped', () => {
    expect(plan(['opened'], null).drop).toEqual([{ id: 1, reason: 'the alert is gone' }]);
  });
});

describe('what has to wait', () => {
  const quietHours = { from: '11:00', to: '13:00' };

  test('quiet hours hold all but criticals', () => {
    expect(plan(['opened'], truth(), { quietHours }).hold).toEqual([
      { id: 1, reason: 'quiet hours until 13:00' },
    ]);
    expect(plan(['opened'], truth({ severity: 'critical' }), { quietHours }).tell).toEqual([1]);
    expect(plan(['opened'], truth(), { quietHours, now: NOW + HOUR }).tell).toEqual([1]);
  });

  test('a silence holds criticals too, and only what it matches', () => {
    const silences = [{ matcher: 'label=Bert' }, { matcher: 'severity=critical,label=Ann*' }];
    const critical = truth({ severity: 'critical' });
    expect(plan(['opened'], critical, { silences }).hold).toEqual([
      { id: 1, reason: 'silenced by severity=critical,label=Ann*' },
    ]);
    expect(plan(['opened'], truth(), { silences }).tell).toEqual([1]);
    expect(plan(['opened'], { ...critical, label: 'Carl' }, { silences }).tell).toEqual([1]);
  });

  test('what was closed without a word may apply again, and is kept a week for it', () => {
    expect(plan(['opened'], truth(closed))).toMatchObject({ tell: [], drop: [], hold: [{ id: 1 }] });
    expect(plan(['opened'], truth({ ...closed, resolvedAt: NOW - 7 * DAY }))).toMatchObject({
      drop: [{ id: 1 }],
      hold: [],
    });
  });

  test('when it ends, what is still true is told once', () => {
    const silences = [{ matcher: 'rule=*' }];
    const worse = truth({ severity: 'critical', step: 2 });
    expect(plan(['opened', 'escalated'], worse, { silences })).toMatchObject({ tell: [], hold: [{ id: 1 }] });
    expect(plan(['opened'], worse).tell).toEqual([1]);
    expect(plan(['opened', 'resolved'], truth(recovered), { silences })).toMatchObject({
      hold: [],
      drop: [{ id: 1 }, { id: 2 }],
    });
  });
});

test('reminders are for open criticals nobody acknowledged, once told', () => {
  const alert = { state: 'open', severity: 'critical', acknowledgedAt: null } as const;
  expect(isReminderDue(alert, NOW - DAY, DAY, NOW)).toBe(true);
  expect(isReminderDue(alert, NOW - DAY + 1, DAY, NOW)).toBe(false);
  expect(isReminderDue(alert, null, DAY, NOW)).toBe(false);
  expect(isReminderDue({ ...alert, severity: 'warning' }, 0, DAY, NOW)).toBe(false);
  expect(isReminderDue({ ...alert, state: 'resolved' }, 0, DAY, NOW)).toBe(false);
  expect(isReminderDue({ ...alert, acknowledgedAt: NOW }, 0, DAY, NOW)).toBe(false);
});
