import { expect, test } from 'vitest';
import { told } from './installation/told.js';
import { until, Workers } from './installation/workers.js';

/** Each round, so many eSIMs run low. */
const RUN_LOW = 4;
const FLEET = 120;

/** Chance that can be played again: set ROAMWATCH_SEED to what a failed run printed. */
function chance(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Three workers, a fleet, and the people who are notified. */
async function installation(): Promise<Workers> {
  const workers = await Workers.prepare(FLEET, {
    receivers: [
      { name: 'ops', email: { to: ['ops@example.com'] } },
      { name: 'team', slack: { webhookUrlFile: './slack-hook' } },
      { name: 'desk', slack: { webhookUrlFile: './slack-hook' } },
    ],
  });
  workers.api.onRequest = () => new Promise((answer) => setTimeout(answer, 100));
  await workers.startAll();
  return workers;
}

test('three workers poll every eSIM and notify once, whatever happens to them and to the database', {
  timeout: 240_000,
}, async () => {
  const seed = Number(process.env.ROAMWATCH_SEED ?? Date.now() % 2 ** 31);
  console.log(`ROAMWATCH_SEED=${seed}`);
  const below = chance(seed);
  const workers = await installation();
  const { server, api, site } = workers;
  const polledSince = (place: number) => workers.polledSince(place);
  const low: string[] = [];

  /** A poll on request, with `trouble` while it is under way. */
  async function round(trouble: (victim: number) => Promise<() => Promise<void>>): Promise<void> {
    const place = api.requests.length;
    for (const esim of api.esims.slice(low.length, low.length + RUN_LOW)) {
      esim.remaining = 20;
      low.push(esim.iccid);
    }
    const poll = workers.roamwatch('poll');
    await until('the poll begins', () => polledSince(place).size > 0);
    await new Promise((resolve) => setTimeout(resolve, below(1_200)));
    const mend = await trouble(below(workers.running.length));
    await until('every eSIM is polled', () => polledSince(place).size === FLEET);
    await until('everybody is notified', () => new Set(told(site.mail.received)).size === low.length);
    await poll;
    await mend();
  }

  await until('the first poll', async () => (await workers.polls()) === 1);
  expect(polledSince(0).size).toBe(FLEET);

  await round(async () => async () => {});
  await round(async (victim) => {
    await workers.kill(victim);
    workers.start(victim);
    return async () => {};
  });
  await round(async (victim) => {
    workers.running[victim]?.process.kill('SIGSTOP');
    // Longer than a worker may be silent; what it had begun is done by others, and it goes on with it all the same.
    return async () => void workers.running[victim]?.process.kill('SIGCONT');
  });
  await round(async () => {
    await server.stop();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await server.start();
    return async () => {};
  });

  // Nobody is notified of the same twice: a message that came twice has one id, and counts once.
  expect(told(site.mail.received)).toEqual([...low].sort());
  // Two receivers share the hook, and any worker serves it: still a message a second at most.
  await until('the hook is served', () => {
    const text = site.hook.received.map(({ body }) => body.toString()).join();
    return low.every((iccid) => text.includes(iccid.slice(-6)));
  });
  const arrivals = site.hook.received.map(({ receivedAtMs }) => receivedAtMs);
  for (const [place, at] of arrivals.entries()) {
    if (place > 0) expect(at - (arrivals[place - 1] ?? 0)).toBeGreaterThan(900);
  }
  await workers.stopAll();
});
