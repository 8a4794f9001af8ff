import { fileURLToPath } from 'node:url';
import { createDatabase, queryDatabase, startPostgres } from '@roamwatch/test-peers/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { type Running, start } from './installation/program.js';
import { scene } from './installation/scene.js';
import { told } from './installation/told.js';

const SKEW = fileURLToPath(new URL('installation/skewed-clock.js', import.meta.url));

/** Minutes by which the clocks of three machines are wrong. */
const OFFSETS = [0, 5, -5] as const;

/** Each round, so many eSIMs run low. */
const RUN_LOW = 4;
const FLEET = 120;

/** How long a round may take at most: a worker that died is replaced within a minute. */
const ROUND_MS = 60_000;

/** Chance that can be played again: set ROAMWATCH_SEED to what a failed run printed. */
function chance(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Three workers on one database, a fleet, and the people who are notified. */
async function installation() {
  const server = await startPostgres();
  onTestFinished(() => server.close());
  const url = await createDatabase(server.url);
  const { api, site } = await scene({
    config: {
      database: { url },
      receivers: [
        { name: 'ops', email: { to: ['ops@example.com'] } },
        { name: 'team', slack: { webhookUrlFile: './slack-hook' } },
        { name: 'desk', slack: { webhookUrlFile: './slack-hook' } },
      ],
    },
  });
  for (let esim = 0; esim < FLEET; esim++) api.add({ remaining: 900 });
  api.onRequest = () => new Promise((answer) => setTimeout(answer, 100));
  const args = ['run', '--config', site.configFile, '--log-format', 'json'];
  const worker = (minutes: number) =>
    start(args, {
      env: { NODE_OPTIONS: `--import=${SKEW}`, TEST_CLOCK_OFFSET_MS: String(minutes * 60_000) },
    });
  const workers: Running[] = OFFSETS.map(worker);
  onTestFinished(async () => {
    for (const { process } of workers) process.kill('SIGKILL');
    await Promise.all(workers.map(({ ended }) => ended));
  });
  for (const one of workers) await one.saying('"event":"started"');
  return { server, url, api, site, workers, worker };
}

async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + ROUND_MS;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`not within a minute: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('three workers poll every eSIM and notify once, whatever happens to them and to the database', {
  timeout: 240_000,
}, async () => {
  const seed = Number(process.env.ROAMWATCH_SEED ?? Date.now() % 2 ** 31);
  console.log(`ROAMWATCH_SEED=${seed}`);
  const below = chance(seed);
  const { server, url, api, site, workers, worker } = await installation();
  const polledSince = (place: number) =>
    new Set(
      api.requests
        .slice(place)
        .filter(({ path }) => path === '/api/esim/usage/details')
        .map(({ iccid }) => iccid),
    );
  const low: string[] = [];

  /** A poll on request, with `trouble` while it is under way. */
  async function round(trouble: (victim: number) => Promise<() => Promise<void>>): Promise<void> {
    const place = api.requests.length;
    for (const esim of api.esims.slice(low.length, low.length + RUN_LOW)) {
      esim.remaining = 20;
      low.push(esim.iccid);
    }
    const poll = start(['poll', '--config', site.configFile]);
    await until('the poll begins', () => polledSince(place).size > 0);
    await new Promise((resolve) => setTimeout(resolve, below(1_200)));
    const mend = await trouble(below(workers.length));
    await until('every eSIM is polled', () => polledSince(place).size === FLEET);
    await until('everybody is notified', () => new Set(told(site.mail.received)).size === low.length);
    await poll.ended;
    await mend();
  }

  await until('the first poll', () => polledSince(0).size === FLEET);
  await until('the first poll ends', async () => {
    const [row] = await queryDatabase(
      url,
      'select count(*)::int as ended from cycle where ended_at is not null',
    );
    return row?.ended === 1;
  });

  await round(async () => async () => {});
  await round(async (victim) => {
    workers[victim]?.process.kill('SIGKILL');
    await workers[victim]?.ended;
    workers[victim] = worker(OFFSETS[victim] ?? 0);
    return async () => {};
  });
  await round(async (victim) => {
    workers[victim]?.process.kill('SIGSTOP');
    // Longer than a worker may be silent; what it had begun is done by others, and it goes on with it all the same.
    return async () => void workers[victim]?.process.kill('SIGCONT');
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
  for (const one of workers) one.process.kill('SIGTERM');
  for (const one of workers) expect((await one.ended).code).toBe(0);
});
