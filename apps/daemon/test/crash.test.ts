import { startSimulator } from '@roamwatch/simulator';
import { expect, onTestFinished, test } from 'vitest';
import { Installation } from './installation/installation.js';
import { type Running, start } from './installation/program.js';
import { scene } from './installation/scene.js';
import { told } from './installation/told.js';

const command = (site: Installation) => ['poll', '--json', '--config', site.configFile];

/** The simulated fleet has a status the program does not know, which it says once. */
function withoutDrift(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => !line.includes('new status ACTIVE'))
    .join('\n');
}

/** Polls with the real program until nothing is pending any more. */
async function pollUntilTold(site: Installation): Promise<void> {
  for (let polls = 0; polls < 5; polls++) {
    const { stdout, stderr } = await start(command(site)).ended;
    expect(withoutDrift(stderr)).toBe('');
    if (JSON.parse(stdout).notificationsPending === 0) return;
  }
}

async function kill(program: Running): Promise<void> {
  program.process.kill('SIGKILL');
  expect((await program.ended).signal).toBe('SIGKILL');
}

test('killed between the commit and the delivery: the next poll delivers, once', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 5; index++) api.add({ remaining: 50 });
  site.mail.setFaults([{ at: 'data', how: 'hang' }]);

  const program = start(command(site));
  await expect.poll(() => site.mail.connections, { timeout: 30_000 }).toBe(1);
  await kill(program);
  expect(site.mail.received).toEqual([]);

  site.mail.setFaults([]);
  await pollUntilTold(site);
  await pollUntilTold(site);
  expect(told(site.mail.received)).toEqual(api.esims.map(({ iccid }) => iccid));
  expect(site.mail.received).toHaveLength(1);
});

test('killed after the delivery, before it was noted: the same message comes again under the same id', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 5; index++) api.add({ remaining: 50 });
  site.mail.setFaults([{ at: 'accepted', how: 'hang' }]);

  const program = start(command(site));
  await site.mail.waitFor(1);
  await kill(program);

  site.mail.setFaults([]);
  await pollUntilTold(site);
  await pollUntilTold(site);
  const ids = site.mail.received.map(({ headers }) => headers.get('message-id'));
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test('killed at many moments of a poll, it ends where an undisturbed run ends, and no notification is repeated', async () => {
  const simulator = await startSimulator({ seed: 3, size: 600, startAt: Math.floor(Date.now() / 1000) });
  onTestFinished(() => simulator.close());
  // Remaining data does not change while the simulator's clock is stopped; real time goes on.
  const config = { rules: [{ name: 'low-data', type: 'data-low', warning: ['50%'], critical: ['10%'] }] };
  const undisturbed = await Installation.make({ api: simulator, config });
  await pollUntilTold(undisturbed);

  const disturbed = await Installation.make({ api: simulator, config });
  const before = simulator.requests['usage-details'];
  for (const answers of [1, 190, 230, 330]) {
    const program = start(command(disturbed));
    const from = simulator.requests['usage-details'];
    await expect
      .poll(() => simulator.requests['usage-details'] - from, { interval: 1, timeout: 30_000 })
      .toBeGreaterThanOrEqual(answers);
    await kill(program);
  }
  expect(simulator.requests['usage-details']).toBeGreaterThan(before);
  await pollUntilTold(disturbed);

  expect(told(undisturbed.mail.received).length).toBeGreaterThan(10);
  expect(told(disturbed.mail.received)).toEqual(told(undisturbed.mail.received));
  expect(await disturbed.open()).toEqual(await undisturbed.open());
  expect(await disturbed.usage()).toEqual(await undisturbed.usage());
}, 90_000);
