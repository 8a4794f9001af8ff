import { kindOf, type ReachedFinding } from '@roamwatch/core';
import { describe, expect, it } from 'vitest';
import type { Store } from '../src/index.js';
import { ANNA, storeOfAnna } from './anna.js';
import {
  evaluation,
  freeze,
  messageAbout,
  NOON,
  OPS,
  openAlert,
  paged,
  query,
  reading,
  resolution,
  rowsOf,
  send,
  snapshotOf,
  storeWithEsims,
} from './stores.js';
import { answer, applyDecision, before, heard, recordDays, reject, saveEpoch } from './writing.js';

const DAY = 86_400;

async function resolve(store: Store, id: number): Promise<void> {
  const alert = await store.alerts.get(id);
  if (alert === null) throw new Error(`no alert ${id}`);
  const decision = evaluation(resolution(true), alert);
  await applyDecision(store, { esim: alert.esim, epoch: alert.epoch }, decision, NOON);
}

/** Closes a month without any rows. */
async function closeMonth(store: Store, month: string): Promise<void> {
  const facts = { closedAt: NOON, dataAsOf: null, timeZone: 'UTC', schemaVersion: 2, completeness: null };
  const none = { usage: paged([]), purchases: paged([]), reconciliation: paged([]), cost: paged([]) };
  await freeze(store, { month, ...facts }, none);
}

describe('pruning', () => {
  const everything = {
    dropReadingsBefore: NOON + DAY,
    dropAlertsBefore: NOON + DAY,
    dropMessagesBefore: NOON + DAY,
    dropCyclesBefore: NOON + DAY,
    dropRejectedBefore: NOON + DAY,
  };

  it('never takes rows that could make an alert fire or be sent again, nor daily usage except on request', async () => {
    const store = await storeWithEsims(3);
    const epoch = {
      startedAt: NOON,
      changes: [],
      allowanceBytes: null,
      packageEndsAt: null,
      endSince: 2,
      historyRows: null,
    };
    const open = await openAlert(store, 1, 1);
    const ofRunningEpoch = await openAlert(store, 2, 2);
    const notYetSent = await openAlert(store, 3, 1);
    for (const esim of [1, 2, 3]) await saveEpoch(store, esim, { ...epoch, number: 2 });
    await resolve(store, ofRunningEpoch);
    await resolve(store, notYetSent);
    await send(store, await messageAbout(store, open));
    await messageAbout(store, notYetSent);
    await recordDays(store, 1, [{ date: '2020-01-01', location: '', usedBytes: 1 }], NOON);
    await store.cycles.finish(await store.cycles.begin(NOON), NOON, {}, null);
    expect(await store.upkeep.prune(everything)).toEqual({
      readings: 0,
      alerts: 0,
      messages: 0,
      cycles: 0,
      rejected: 0,
      days: 0,
    });
    expect(await store.outbox.earlierMessages([open], OPS)).toHaveLength(1);
    expect(await store.usage.daysSince(1, '2020-01-01')).toHaveLength(1);
    expect(await store.cycles.lastGoodAt()).toBe(NOON);
  });

  it('takes alerts of former epochs, then the messages about them, and old rows', async () => {
    const store = await storeWithEsims(1);
    const epoch = {
      startedAt: NOON,
      changes: [],
      allowanceBytes: null,
      packageEndsAt: null,
      endSince: 2,
      historyRows: null,
    };
    const over = await openAlert(store, 1, 1);
    await saveEpoch(store, 1, { ...epoch, number: 2 });
    await send(store, await messageAbout(store, over));
    await resolve(store, over);
    for (const error of [null, 'x', null])
      await store.cycles.finish(await store.cycles.begin(NOON), NOON, {}, error);
    await reject(store, 1, [{ what: 'figure', reason: 'r', sample: 's' }], NOON);
    const days = ['2020-01-01', '2026-01-01'].map((date) => ({ date, location: '', usedBytes: 1 }));
    await recordDays(store, 1, days, NOON);
    await closeMonth(store, '2020-01');
    await recordDays(store, 1, [{ date: '2020-02-01', location: '', usedBytes: 1 }, ...days.slice(1)], NOON);
    await answer(store, 1, NOON, { days, daysDigest: 'd' });
    const pruned = await store.upkeep.prune({ ...everything, dropDaysBefore: '2026-01-01' });
    expect(pruned).toEqual({ readings: 0, alerts: 1, messages: 1, cycles: 2, rejected: 1, days: 1 });
    expect((await before(store, [1])).facts.get(1)?.daysDigest).toBeNull();
    expect(await recordDays(store, 1, days, NOON)).toEqual({ added: 1, changed: 0 });
    expect(await store.alerts.history(9)).toEqual([]);
    expect(await store.upkeep.check()).toEqual([]);
  });

  it('keeps a late day that no closing has stored, whatever was used on it', async () => {
    const store = await storeWithEsims(1);
    await closeMonth(store, '2026-03');
    const days = [0, 1, Number.MAX_SAFE_INTEGER].map((usedBytes, index) => {
      return { date: `2026-03-0${index + 1}`, location: 'Peru', usedBytes };
    });
    await recordDays(store, 1, days, NOON);
    expect((await store.upkeep.prune({ dropDaysBefore: '2026-04-01' })).days).toBe(0);
    expect(await store.usage.daysSince(1, '2026-03-01')).toEqual(days);
  });

  it('thins readings to the last of each day', async () => {
    const store = await storeWithEsims(2);
    const hours = Array.from({ length: 48 }, (_, hour) => NOON - 12 * 3600 + hour * 3600);
    for (const esim of [1, 2]) {
      for (const [index, at] of hours.entries()) await heard(store, esim, reading(at, 1000 - index));
    }
    expect((await store.upkeep.prune({ thinReadingsBefore: NOON + 12 * 3600 })).readings).toBe(46);
    expect((await store.usage.readingsSince(1, 0, 99)).map((one) => one.remainingBytes)).toEqual(
      [23, ...Array.from({ length: 24 }, (_, index) => 24 + index)].map((index) => 1000 - index),
    );
  });
});

describe('forgetting a person', async () => {
  it('leaves nothing personal in findings, and nobody is notified of them again', async () => {
    const store = await storeWithEsims(2);
    const abroad: ReachedFinding = {
      kind: 'new-location',
      measured: { places: ['Secretland'], allowed: [] },
      reached: { severity: 'warning', places: 1 },
      next: { severity: 'warning', places: 2 },
      nextAt: null,
    };
    for (const esim of [1, 2]) {
      const opening = evaluation({ kind: 'open', severity: 'warning', reason: abroad });
      await applyDecision(store, { esim, epoch: 1 }, { ...opening, ruleType: 'new-location' }, NOON);
    }
    await store.alerts.acknowledge(1, NOON, 'ops', 'Anna is on holiday');
    await store.upkeep.forget('8944-e1', NOON + 9);

    const [anna, ben] = [await store.alerts.get(1), await store.alerts.get(2)];
    expect(anna).toMatchObject({
      reason: { kind: 'erased' },
      notified: { kind: 'new-location', measured: null, reached: abroad.reached },
    });
    expect(ben?.reason).toEqual(abroad);
    expect(anna?.notified && kindOf('new-location').covers(anna.notified as never, abroad)).toBe(true);
    const told = JSON.stringify([
      anna,
      (await store.alerts.history(9)).filter(({ alertId }) => alertId === 1),
    ]);
    expect(told).not.toMatch(/Secretland|holiday/);
  });

  it('leaves no notice that names the eSIM by its number', async () => {
    const store = await storeWithEsims(1);
    const body = { text: '8944-e1: first usage in Secretland' };
    await store.outbox.queue([{ ...OPS, id: 'n1', kind: 'notice', createdAt: NOON, body }]);
    await send(store, 'n1');
    await store.upkeep.forget('8944-e1', NOON + 9);
    expect((await store.outbox.message('n1'))?.body).toBeNull();
  });

  it('keeps the figures, in open and closed months, without label and place', async () => {
    const store = await storeOfAnna();
    await store.upkeep.forget('8944-e1', NOON + 9);
    const snapshot = await snapshotOf(store);
    expect(await rowsOf(snapshot.usage({ from: '2026-03-01', to: '2026-04-01' }))).toMatchObject([
      { usedBytes: 11, label: null, costCentre: 'sales', location: '(erased)', quality: 'restated' },
    ]);
    const closed = await rowsOf(snapshot.closedMonths.usage('2026-03'));
    expect(
      closed.map((row) => [row.usedBytes, row.label, row.location, row.countryCode, row.costCentre]),
    ).toEqual([
      [4, null, '(erased)', '', 'sales'],
      [7, null, '(erased)', '', 'sales'],
    ]);
    expect(await store.usage.readingsSince(1, 0, 9)).toEqual([]);
    expect(await store.usage.formerFigures(1, '2000-01-01')).toEqual([]);
    expect((await store.fleet.facts([1], NOON))[0]).toMatchObject({
      label: null,
      knownLocations: [],
      reading: null,
    });
    expect((await store.silences.all()).map((silence) => silence.matcher)).toEqual(['cost_centre=sales']);
    const messages = await query(
      store,
      "select state, recipient, last_error from message where kind = 'alerts'",
    );
    expect(messages).toEqual([{ state: 'obsolete', recipient: '(erased)', last_error: null }]);
    expect(await store.upkeep.check()).toEqual([]);
  });

  it('stays done when the provider reports the same days again, and the inventory is read again', async () => {
    const store = await storeOfAnna();
    await store.upkeep.forget('8944-e1', NOON + 9);
    const window = [
      { date: '2026-03-09', location: 'Secretland', usedBytes: 4 },
      { date: '2026-03-09', location: 'France', usedBytes: 7 },
    ];
    expect(await recordDays(store, 1, window, NOON + 60)).toEqual({ added: 0, changed: 0 });
    const grown = [...window, { date: '2026-03-10', location: 'France', usedBytes: 1 }];
    expect(await recordDays(store, 1, grown, NOON + 61)).toEqual({ added: 1, changed: 0 });
    await store.inventory.replace([ANNA], 'b', NOON + 62);
    expect(await query(store, 'select label, email from inventory')).toEqual([{ label: null, email: null }]);
    expect((await store.fleet.facts([1], NOON))[0]).toMatchObject({ label: null, costCentre: 'sales' });
    await store.inventory.replace([{ ...ANNA, label: 'Carla' }], 'c', NOON + 63);
    expect((await store.fleet.facts([1], NOON))[0]?.label).toBe('Carla');
  });

  it('nobody knows of is no erasure', async () => {
    const store = await storeWithEsims(1);
    expect(await store.upkeep.forget('unknown', NOON)).toBe(false);
    expect(await store.upkeep.erasures()).toEqual([]);
  });
});
