import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUR, MINUTE } from '@roamwatch/core';
import { RequestBudget } from '@roamwatch/monitor';
import { openStore } from '@roamwatch/store';
import { expect, onTestFinished, test } from 'vitest';

const NOON = Date.UTC(2026, 2, 2, 12) / 1000;

function processes() {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-budget-'));
  const store = openStore({ file: join(folder, 'roamwatch.db') });
  const clock = { now: NOON };
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return { clock, next: () => RequestBudget.open(store, () => clock.now, 100) };
}

test('a process that dies during requests has spent its reserved requests', async () => {
  const { next } = processes();
  const first = await next();
  void first.reserve(30, () => new Promise(() => {}));
  expect((await next()).left()).toBe(70);
});

test('only requests that were made count, for the next process and for its client', async () => {
  const { clock, next } = processes();
  const first = await next();
  await first.reserve(30, async () => {
    for (let request = 0; request < 20; request++) first.count();
  });
  clock.now += 10 * MINUTE;
  const second = await next();
  expect(second.left()).toBe(80);
  expect(second.requestsBefore()).toEqual([{ secondsAgo: 10 * MINUTE, count: 20 }]);
  clock.now += HOUR;
  expect(second.left()).toBe(100);
});

test('failed requests count as well, and those under way are not given twice', async () => {
  const { next } = processes();
  const budget = await next();
  await expect(budget.reserve(5, async () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  const under = Array.from({ length: 200 }, () =>
    budget.within(2, async () => {
      await Promise.resolve();
      budget.count();
      budget.count();
      return 'asked';
    }),
  );
  const asked = (await Promise.all(under)).filter((answer) => answer === 'asked').length;
  expect(asked).toBeGreaterThan(30);
  expect(asked * 2).toBeLessThanOrEqual(100);
});
