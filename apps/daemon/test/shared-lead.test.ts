import { holdTransaction } from '@roamwatch/test-peers/postgres';
import { expect, test } from 'vitest';
import { told } from './installation/told.js';
import { until, Workers } from './installation/workers.js';

const FLEET = 120;

test('when the leader of a poll is paused or killed, another leads the same poll to its end', {
  timeout: 240_000,
}, async () => {
  const workers = await Workers.prepare(FLEET, {});
  const { api, site } = workers;
  await workers.startAll();
  await until('the first poll', async () => (await workers.polls()) === 1);

  /** Has two eSIMs run low, and a poll of the fleet; `stopped` stops its leader in its own way, and returns what undoes that. */
  async function pollWithout(stopped: (cycle: number) => Promise<() => void>): Promise<void> {
    const before = { polls: await workers.polls(), requests: api.requests.length };
    for (const esim of api.esims.filter(({ remaining }) => remaining === 900).slice(0, 2))
      esim.remaining = 20;
    const [last] = await workers.query<{ id: number }>('select max(id)::int as id from cycle');
    const cycle = (last?.id ?? 0) + 1;
    const poll = workers.roamwatch('poll');
    const undo = await stopped(cycle);
    await until('the poll ends', async () => (await workers.polls()) > before.polls);
    const led = workers.events('poll-led').filter((one) => one.cycle === cycle);
    expect(led.map(({ takenOver }) => takenOver).sort()).toEqual([false, true]);
    expect(new Set(led.map(({ pid }) => pid)).size).toBe(2);
    expect(workers.polledSince(before.requests).size).toBe(FLEET);
    expect((await poll).code).toBe(0);
    undo();
  }

  /** The place of the worker that leads the poll, once it does. */
  async function leaderOf(cycle: number): Promise<number> {
    const leading = () => workers.events('poll-led').findLast((led) => led.cycle === cycle);
    await until('the poll is led', () => leading() !== undefined);
    return workers.placeOf(leading()?.pid);
  }

  // It has stored the parts of the fleet, and not yet sent the jobs about them: it keeps a transaction open, and what that locks.
  await pollWithout(async (cycle) => {
    const job = await holdTransaction(
      workers.url,
      `insert into roamwatch_queue.job (name, singleton_key, policy) values ('shard', '${cycle}.0', 'exclusive')`,
    );
    const leader = await workers.waitingFor(job);
    expect(leader).toBe(await leaderOf(cycle));
    // Neither is seen without the other.
    expect(await workers.query(`select from poll_shard where cycle = ${cycle}`)).toEqual([]);
    const { process } = workers.running[leader] ?? expect.fail('it runs');
    process.kill('SIGSTOP');
    await job.release();
    return () => void process.kill('SIGCONT');
  });

  // All poll.
  await pollWithout(async (cycle) => {
    let go: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const requests = api.requests.length;
    api.onRequest = ({ path }) => (path === '/api/esim/usage/details' ? gate : undefined);
    await until('the workers poll', () => workers.polledSince(requests).size > 0);
    const leader = await leaderOf(cycle);
    await workers.kill(leader);
    api.onRequest = () => {};
    go();
    return () => void workers.start(leader);
  });

  const low = api.esims.filter(({ remaining }) => remaining === 20).map(({ iccid }) => iccid);
  await until('everybody is notified', () => new Set(told(site.mail.received)).size === low.length);
  expect(told(site.mail.received)).toEqual(low.sort());
  await workers.stopAll();
});
