import type { Decision } from '@roamwatch/core';
import { describe, expect, it } from 'vitest';
import type { Store } from '../src/index.js';
import { evaluation, finding, NOON, openAlert, raise, resolution, storeWithEsims } from './stores.js';
import { applyDecision, saveEpoch } from './writing.js';

const NOT_CLEAR = { kind: 'not-clear' } as const;

async function stored(store: Store, id: number) {
  const alert = await store.alerts.get(id);
  if (alert === null) throw new Error(`no alert ${id}`);
  return alert;
}

describe('decisions', () => {
  it('open an alert once, however often it is decided', async () => {
    const store = await storeWithEsims(1);
    const opening = evaluation(raise('open', 'warning', 25));
    const subject = { esim: 1, epoch: 1 };
    expect(await applyDecision(store, subject, opening, NOON)).toEqual({
      alertId: 1,
      change: 'opened',
      severity: 'warning',
    });
    expect(await applyDecision(store, subject, opening, NOON + 1)).toBeNull();
    expect(await store.alerts.history(9)).toHaveLength(1);
  });

  it('keep rules, eSIMs, epochs and the provider apart', async () => {
    const store = await storeWithEsims(2);
    await openAlert(store, 1, 1);
    await openAlert(store, 1, 2);
    await openAlert(store, 2, 1);
    const down = {
      ...evaluation(raise('open', 'critical', 10)),
      rule: 'provider',
    };
    const change = await applyDecision(
      store,
      { esim: null, epoch: 0 },
      { ...down, ruleType: 'provider-down' },
      NOON,
    );
    expect(await store.alerts.open()).toHaveLength(4);
    expect((await store.alerts.aboutProvider())?.id).toBe(change?.alertId);
    expect(await applyDecision(store, { esim: null, epoch: 0 }, down, NOON)).toBeNull();
  });

  it('escalate upwards only, and end an acknowledgement at a higher severity alone', async () => {
    const store = await storeWithEsims(1);
    const warn = evaluation(raise('open', 'warning', 25));
    await applyDecision(store, { esim: 1, epoch: 1 }, warn, NOON);
    expect(await store.alerts.acknowledge(1, NOON + 1, 'ops', 'seen')).toBe(true);
    const subject = { esim: 1, epoch: 1 };
    const to = async (severity: 'warning' | 'critical', percent: number) =>
      evaluation(raise('escalate', severity, percent), await stored(store, 1));
    expect(await applyDecision(store, subject, await to('warning', 20), NOON + 2)).toMatchObject({
      change: 'escalated',
    });
    expect((await stored(store, 1)).acknowledgedAt).toBe(NOON + 1);
    await applyDecision(store, subject, await to('critical', 10), NOON + 3);
    expect(await stored(store, 1)).toMatchObject({
      acknowledgedAt: null,
      severity: 'critical',
      notified: { kind: 'data-low', reached: { severity: 'critical', percent: 10, bytes: null } },
      reason: finding('critical', 10),
    });
    expect(await applyDecision(store, subject, await to('critical', 10), NOON + 4)).toBeNull();
  });

  it('resolve aloud or silently, and open the same row again in the same epoch', async () => {
    const store = await storeWithEsims(1);
    const id = await openAlert(store, 1);
    const subject = { esim: 1, epoch: 1 };
    const resolve = async (silent: boolean) => evaluation(resolution(silent), await stored(store, id));
    expect(await applyDecision(store, subject, await resolve(true), NOON + 1)).toBeNull();
    expect(await stored(store, id)).toMatchObject({
      state: 'resolved',
      notified: { reached: { percent: 10 } },
      resolvedAt: NOON + 1,
      reason: { kind: 'muted', by: 'used-up' },
    });
    const again = evaluation(raise('reopen', 'critical', 10), await stored(store, id));
    expect(await applyDecision(store, subject, again, NOON + 2)).toBeNull();
    expect(await stored(store, id)).toMatchObject({ state: 'open', resolvedAt: null, openedAt: NOON });
    expect(await applyDecision(store, subject, await resolve(false), NOON + 3)).toMatchObject({
      change: 'resolved',
    });
    expect(await applyDecision(store, subject, await resolve(false), NOON + 4)).toBeNull();
    expect(await openAlert(store, 1)).toBe(id);
    expect((await store.alerts.history(9)).map((event) => event.change)).toEqual([
      'opened',
      'resolved',
      'reopened',
      'closed',
      'opened',
    ]);
  });

  it('count clear readings silently, and leave things as they are', async () => {
    const store = await storeWithEsims(1);
    const id = await openAlert(store, 1);
    const subject = { esim: 1, epoch: 1 };
    const count = evaluation(
      { kind: 'count-clear', clearStreak: 1, reason: NOT_CLEAR },
      await stored(store, id),
    );
    expect(await applyDecision(store, subject, count, NOON + 1)).toBeNull();
    expect(
      await applyDecision(store, subject, evaluation({ kind: 'leave', reason: NOT_CLEAR }), NOON + 2),
    ).toBeNull();
    expect((await stored(store, id)).clearStreak).toBe(1);
    expect(await store.alerts.history(9)).toHaveLength(1);
  });

  it('about no alert are a fault of the caller', async () => {
    const store = await storeWithEsims(1);
    const lost = evaluation(resolution(true));
    await expect(applyDecision(store, { esim: 1, epoch: 1 }, lost, NOON)).rejects.toThrow(TypeError);
  });
});

describe('an alert closed silently', () => {
  it('stays notified until it recovers, which is notified once', async () => {
    const store = await storeWithEsims(1);
    const id = await openAlert(store, 1);
    const apply = async (decision: Decision) =>
      applyDecision(store, { esim: 1, epoch: 1 }, evaluation(decision, await stored(store, id)), NOON);
    expect(await apply(resolution(true))).toBeNull();
    expect(await apply(resolution(true))).toBeNull();
    await apply({ kind: 'count-clear', clearStreak: 1, reason: NOT_CLEAR });
    expect(await stored(store, id)).toMatchObject({
      state: 'resolved',
      notified: { reached: { percent: 10 } },
      clearStreak: 1,
    });
    const recover = resolution(false);
    expect(await apply(recover)).toMatchObject({ alertId: id, change: 'resolved' });
    expect((await stored(store, id)).notified).toBeNull();
    expect(await apply(recover)).toBeNull();
    expect((await store.alerts.history(9)).map(({ change }) => change)).toEqual([
      'resolved',
      'closed',
      'opened',
    ]);
  });
});

describe('alerts of eSIMs', () => {
  it('are those open, and those resolved in the running epoch or since its package has had its end', async () => {
    const store = await storeWithEsims(2);
    const epoch = {
      startedAt: NOON,
      changes: [],
      allowanceBytes: null,
      packageEndsAt: null,
      endSince: 2,
      historyRows: null,
    };
    const former = await openAlert(store, 1, 1);
    const running = await openAlert(store, 1, 2);
    const elsewhere = await openAlert(store, 2, 0);
    for (const id of [former, running, elsewhere]) {
      const alert = await stored(store, id);
      const resolve = evaluation({ kind: 'resolve', silent: true, rearm: true, reason: NOT_CLEAR }, alert);
      await applyDecision(store, { esim: alert.esim, epoch: alert.epoch }, resolve, NOON);
    }
    await saveEpoch(store, 1, { ...epoch, number: 2 });
    expect((await store.alerts.ofEsims([1, 2])).map((alert) => alert.id)).toEqual([running, elsewhere]);
    await saveEpoch(store, 1, { ...epoch, number: 3 });
    expect((await store.alerts.ofEsims([1])).map((alert) => alert.id)).toEqual([running]);
    expect(await store.alerts.ofEsims([])).toEqual([]);
  });

  it('come worst first, then oldest, and page through history', async () => {
    const store = await storeWithEsims(3);
    const open = (esim: number, severity: 'warning' | 'critical', at: number) =>
      applyDecision(store, { esim, epoch: 1 }, evaluation(raise('open', severity, 10)), at);
    await open(1, 'warning', NOON);
    await open(2, 'critical', NOON + 2);
    await open(3, 'critical', NOON + 1);
    expect((await store.alerts.open()).map((alert) => alert.esim)).toEqual([3, 2, 1]);
    const [newest] = await store.alerts.history(1);
    expect((await store.alerts.history(9, newest?.id)).map((event) => event.iccid)).toEqual([
      '8944-e2',
      '8944-e1',
    ]);
  });

  it('that are not there, or not open, cannot be acknowledged', async () => {
    const store = await storeWithEsims(1);
    expect(await store.alerts.acknowledge(7, NOON, 'ops', '')).toBe(false);
    expect(await store.alerts.get(7)).toBeNull();
    expect(await store.alerts.aboutProvider()).toBeNull();
  });
});
