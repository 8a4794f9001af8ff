import { expect, test } from 'vitest';
import type { Log } from '../ports/log.js';
import { createJobQueue } from './job-queue.js';

const quiet = () => undefined;
const SILENT: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => SILENT };

function recorder() {
  const jobs = createJobQueue(SILENT);
  const done: string[] = [];
  const job = (name: string) => async () => {
    done.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    done.push(`${name} ends`);
  };
  return { jobs, done, job };
}

test('jobs never overlap, and one that is queued already is not queued twice', async () => {
  const { jobs, done, job } = recorder();
  void jobs.enqueueOnce('poll', job('poll'));
  void jobs.enqueueOnce('tick', job('tick'));
  void jobs.enqueueOnce('poll', job('poll again'));
  await jobs.idle();
  expect(done).toEqual(['poll begins', 'poll ends', 'tick begins', 'tick ends']);

  await jobs.enqueueOnce('poll', job('poll'));
  expect(done).toHaveLength(6);
});

test('queued jobs are always done, in order', async () => {
  const { jobs, done, job } = recorder();
  void jobs.enqueue('reload', job('first'));
  await jobs.enqueue('reload', job('second'));
  expect(done).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});

test('a job that fails delays no other, and can run again', async () => {
  const { jobs, done, job } = recorder();
  const failing = () => Promise.reject(new Error('no'));
  await jobs.enqueueOnce('poll', failing);
  void jobs.enqueueOnce('poll', failing);
  await jobs.enqueueOnce('tick', job('tick'));
  expect(done).toEqual(['tick begins', 'tick ends']);
});

test('names the job under way until it has ended', async () => {
  const jobs = createJobQueue(SILENT);
  let end = (): void => {};
  const poll = jobs.enqueueOnce('poll', () => new Promise<void>((resolve) => (end = resolve)));
  await Promise.resolve();

  expect([jobs.isPending('poll'), jobs.isPending('tick')]).toEqual([true, false]);
  end();
  await poll;
  expect(jobs.isPending('poll')).toBe(false);
});
