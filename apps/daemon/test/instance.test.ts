import { AlreadyRunningError, holdInstance } from '@roamwatch/monitor';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Daemon } from './installation/daemon.js';
import { scene } from './installation/scene.js';

/** Renewals happen when the test says so. */
function holdTime(): () => void {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  return () => void vi.advanceTimersByTime(20_000);
}

test('a daemon that lost the database to another process, as after a long sleep, ends and reports it', async () => {
  const { site } = await scene();
  const nextRenewal = holdTime();
  const daemon = await Daemon.start(site);
  await daemon.event('cycle');
  site.wait(120);
  expect(await (await site.context).store.lease.acquire('another', site.clock.now, 60)).toBeNull();

  nextRenewal();

  await expect(daemon.stop()).rejects.toThrow(AlreadyRunningError);
  expect(daemon.lines.map(({ event }) => event)).toContain('lease-lost');
});

test('a lease that is renewed is not lost, and one that was released is free', async () => {
  const { site } = await scene();
  const nextRenewal = holdTime();
  const lost: Error[] = [];
  const release = await holdInstance(await site.context, (error) => lost.push(error));
  for (let minute = 0; minute < 5; minute++) {
    site.wait(50);
    nextRenewal();
  }
  expect(await (await site.context).store.lease.acquire('another', site.clock.now, 60)).toMatch(
    /^process \d+ on /,
  );
  await release();
  expect(await (await site.context).store.lease.acquire('another', site.clock.now, 60)).toBeNull();
  expect(lost).toEqual([]);
});
