import { SharedClock, SharedPermits } from '@roamwatch/monitor';
import { openPostgresStore } from '@roamwatch/store/postgres';
import { createDatabase, type PostgresServer, startPostgres } from '@roamwatch/test-peers/postgres';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../src/index.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

/** Several workers on one database, each with its own connections. */
async function workers(count: number, limits: { perSecond: number; perHour: number | null }) {
  const url = await createDatabase(server.url);
  const permits: SharedPermits[] = [];
  for (let index = 0; index < count; index++) {
    const store = await openPostgresStore({ url, connections: 3 });
    const clock = await SharedClock.open(store);
    if (clock === null) throw new Error('the server has no clock');
    const nowMs = () => clock.nowMs();
    const mine = new SharedPermits({ store, nowMs, log: silentLog(), limits, breakAfter: 10 });
    permits.push(mine);
    onTestFinished(async () => {
      await mine.settle();
      clock.close();
      await store.close();
    });
  }
  return permits as [SharedPermits, SharedPermits, ...SharedPermits[]];
}

test('all workers together start no more requests a second than one may', async () => {
  const all = await workers(3, { perSecond: 100, perHour: null });
  const starts: number[] = [];
  const begun = performance.now();
  const busy = async (permits: SharedPermits) => {
    while (performance.now() - begun < 2_000) {
      expect(await permits.enter()).toBeNull();
      starts.push(performance.now());
    }
  };
  await Promise.all(all.flatMap((permits) => [busy(permits), busy(permits), busy(permits), busy(permits)]));
  const seconds = (Math.max(...starts) - begun) / 1_000;
  // A permit may be used up to a second late.
  expect(starts.length).toBeLessThanOrEqual(100 * (seconds + 1) + 1);
  expect(starts.length).toBeGreaterThan(10);
});

test('the hour is one budget of all workers', async () => {
  const all = await workers(2, { perSecond: 1_000, perHour: 12 });
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? all[0] : all[1]).enter()),
  );
  expect(outcomes.filter((refused) => refused === null)).toHaveLength(12);
  expect(outcomes.filter((refused) => refused?.brake === 'per-hour')).toHaveLength(8);
  expect([await all[0].left(), await all[1].left()]).toEqual([0, 0]);
});

test('a pause that the provider requires of one, and an outage that one meets, concern all', async () => {
  const [one, other] = await workers(2, { perSecond: 1_000, perHour: null });
  one.pause(300_000);
  await one.settle();
  expect(await other.enter()).toMatchObject({ brake: 'provider' });

  const [first, second] = await workers(2, { perSecond: 1_000, perHour: null });
  for (let failures = 0; failures < 5; failures++) first.learn('failed');
  for (let failures = 0; failures < 5; failures++) second.learn('failed');
  await first.settle();
  await second.settle();
  expect([await first.enter(), await second.enter()]).toMatchObject([
    { brake: 'breaker' },
    { brake: 'breaker' },
  ]);
});
