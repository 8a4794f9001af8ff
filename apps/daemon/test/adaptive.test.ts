import { DAY, HOUR, type ListedEsim, MINUTE } from '@roamwatch/core';
import { chooseNow, everyTarget, nextPoll, planAndChoose, scheduledPoll } from '@roamwatch/monitor';
import { type Simulator, type SimulatorOptions, startSimulator } from '@roamwatch/simulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Installation } from './installation/installation.js';
import { listedEsim } from './listed-esim.js';

const NEVER_ABORTED = new AbortController().signal;

/** An installation that polls adaptively; its clock runs with the simulator's, so the client's own hour does not apply. */
class Adaptive {
  /** When how many requests were made. */
  readonly made: { readonly at: number; readonly count: number }[] = [];

  private constructor(
    readonly simulator: Simulator,
    readonly site: Installation,
  ) {}

  static async make(budget: string, options: SimulatorOptions): Promise<Adaptive> {
    const simulator = await startSimulator({ seed: 3, mix: { traveller: 8, unlimited: 1 }, ...options });
    onTestFinished(() => simulator.close());
    const site = await Installation.make({
      api: simulator,
      client: { retries: 0, requestsPerHour: 1_000_000 },
      config: { poll: { mode: 'adaptive', budget, ceiling: '6h' } },
    });
    site.clock.now = simulator.clock.now();
    return new Adaptive(simulator, site);
  }

  /** Lives through some time as the daemon does, with a list every half hour and a look every ten minutes. */
  async live(seconds: number): Promise<void> {
    for (let passed = 0; passed < seconds; passed += 10 * MINUTE) {
      const before = this.requests;
      if (passed % (30 * MINUTE) === 0) await scheduledPoll(await this.site.context, NEVER_ABORTED);
      else await this.site.tick();
      this.made.push({ at: this.site.clock.now, count: this.requests - before });
      this.site.wait(10 * MINUTE);
      this.simulator.clock.advance(10 * MINUTE);
    }
  }

  get requests(): number {
    return Object.values(this.simulator.requests).reduce((sum, count) => sum + count, 0);
  }

  get busiestHour(): number {
    const inTheHourFrom = (from: number) =>
      this.made.reduce((sum, { at, count }) => (at >= from && at < from + HOUR ? sum + count : sum), 0);
    return Math.max(...this.made.map(({ at }) => inTheHourFrom(at)));
  }

  async readings() {
    const { store, config } = await this.site.context;
    const keys = (await store.fleet.pollTargets(config.poll.statuses)).map(({ esim }) => esim);
    return (await store.fleet.facts(keys, this.site.clock.now)).map(({ reading }) => reading?.at ?? null);
  }
}

describe('adaptive polling', () => {
  test('polls every eSIM in time, keeps the budget in every hour, and continues with both after restarts', async () => {
    const life = await Adaptive.make('80/h', { size: 120, newPerDay: 20 });
    await life.live(90 * MINUTE);
    await life.site.stop();
    await life.live(10 * MINUTE);
    await life.site.stop();
    await life.live(8 * HOUR);

    expect(life.busiestHour).toBeLessThanOrEqual(80);
    expect(life.busiestHour).toBeGreaterThan(40);
    const settled = life.site.clock.now - 4 * HOUR;
    const { store, config } = await life.site.context;
    const targets = (await store.fleet.pollTargets(config.poll.statuses)).map(({ esim }) => esim);
    expect(targets.length).toBeGreaterThan(60);
    for (const { firstSeenAt, reading } of await store.fleet.facts(targets, life.site.clock.now)) {
      if (firstSeenAt < settled) expect(reading?.at).toBeGreaterThan(life.site.clock.now - 9 * HOUR);
    }
  });

  test('polls eSIMs near a threshold more often than the others, and shows why', async () => {
    const life = await Adaptive.make('2000/h', { size: 150 });
    await life.live(12 * HOUR);
    const context = await life.site.context;
    const targets = await context.store.fleet.pollTargets(context.config.poll.statuses);
    const planned = await Promise.all(
      targets.map(async ({ esim }) => ({
        ...(await nextPoll(context, esim)),
        memory: (await context.store.polling.remembered([esim])).get(esim)?.memory,
      })),
    );

    expect(planned.every(({ dueAt }) => dueAt !== null)).toBe(true);
    const using = planned.filter(
      ({ reason }) => reason.kind === 'threshold-ahead' && reason.mostPerHour !== null,
    );
    const idle = planned.filter(
      ({ reason }) => reason.kind === 'nothing-ahead' && reason.longestWait === 6 * HOUR,
    );
    expect(using.length).toBeGreaterThan(5);
    expect(idle.length).toBeGreaterThan(5);
    const wait = (some: typeof planned) =>
      some.reduce((sum, { dueAt, memory }) => sum + (dueAt ?? 0) - (memory?.polledAt ?? 0), 0) / some.length;
    expect(wait(using)).toBeLessThan(wait(idle) * 0.8);
    expect(Math.min(...using.map((one) => wait([one])))).toBeLessThan(wait(idle) / 3);
  });

  test('leaves a provider that fails alone until the next listing', async () => {
    const life = await Adaptive.make('500/h', { size: 60 });
    await life.live(30 * MINUTE);
    life.simulator.faults.add({ kind: 'refused-token' });
    await life.live(30 * MINUTE);
    const failing = life.made.slice(-3).map(({ count }) => count);
    expect(failing[0]).toBeGreaterThan(0);
    expect(failing.slice(1)).toEqual([0, 0]);
    life.simulator.faults.clear();
    await life.live(HOUR);
    expect((await life.readings()).every((at) => at !== null)).toBe(true);
  });

  test('a manual poll requests as many as the budget has left, the longest wait first', async () => {
    const life = await Adaptive.make('60/h', { size: 120 });
    const first = await life.site.poll();
    expect(first.summary.polled).toBeGreaterThan(0);
    expect(life.requests).toBeLessThanOrEqual(60);
    await life.site.stop();
    const second = await life.site.poll();
    expect(second.summary.polled).toBe(0);
    const unread = (await life.readings()).filter((at) => at === null).length;
    await life.site.pollAfter(HOUR + MINUTE);
    expect((await life.readings()).filter((at) => at === null).length).toBeLessThan(unread);
  });
});

test('a fleet of many parts is planned as a whole: all that are installed, wherever they are, and nobody left out', async () => {
  const site = await Installation.make({
    api: { url: 'http://127.0.0.1:9', token: 'unused' },
    config: { poll: { mode: 'adaptive', budget: '6000/h' } },
  });
  const context = await site.context;
  const { fleet, polling } = context.store;
  const listed = Array.from({ length: 1_201 }, (_, index) => unasked(index, index % 3 === 2));
  await fleet.recordListed({ esims: listed, rejected: [] }, site.clock.now);
  const installed = listed.filter(({ status }) => status === 'INSTALLED').length;

  const chosen = await planAndChoose(context, await everyTarget(context));
  expect(chosen.filter(({ status }) => status === 'INSTALLED')).toHaveLength(installed);
  expect(new Set(chosen.map(({ esim }) => esim)).size).toBe(1_000);
  const due = await polling.dueBy(site.clock.now, context.config.poll.statuses, { after: 0, limit: 5_000 });
  expect(due).toHaveLength(listed.length);
  expect(await chooseNow(context)).toEqual(chosen);
});

function unasked(index: number, isInstalled: boolean): ListedEsim {
  const iccid = `8944${String(index).padStart(15, '0')}`;
  return listedEsim({ esimId: `id-${index}`, iccid, status: isInstalled ? 'INSTALLED' : 'READY' });
}

test('without a plan every eSIM is requested at the next poll, and nothing is remembered', async () => {
  const simulator = await startSimulator({ seed: 3, size: 20 });
  onTestFinished(() => simulator.close());
  const site = await Installation.make({ api: simulator });
  site.clock.now = simulator.clock.now();
  await site.poll();
  const { store, config } = await site.context;
  const [target] = await store.fleet.pollTargets(config.poll.statuses);
  const next = await nextPoll(await site.context, target?.esim ?? 0);
  expect(next.reason).toEqual({ kind: 'scheduled' });
  expect(next.dueAt).toBeLessThanOrEqual(site.clock.now + 30 * MINUTE);
  const all = { after: 0, limit: 100 };
  expect(await store.polling.dueBy(site.clock.now + DAY, config.poll.statuses, all)).toEqual([]);
  expect(await nextPoll(await site.context, 9_999)).toEqual({
    dueAt: null,
    reason: { kind: 'not-polled', cause: 'unknown' },
  });
});
