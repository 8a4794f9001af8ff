import { expect, test } from 'vitest';
import { logProgress, type OnProgress } from './progress.js';

/** A log that keeps its words, and a clock that is moved by hand. */
function scene() {
  const clock = { now: 5_000 };
  const said: string[] = [];
  const log = { info: (_fields: object, text?: string) => void said.push(text ?? '') };
  const progress: OnProgress = logProgress(log as never, () => clock.now);
  return { clock, said, progress };
}

test('a short cycle leaves no line, a long one a line every ten seconds', () => {
  const { clock, said, progress } = scene();
  for (let done = 1; done <= 100; done++) {
    clock.now += 99;
    progress({ phase: 'polling', done, failed: 0, total: 1_000, waitingFor: [] });
  }
  expect(said).toEqual([]);
  for (let done = 101; done <= 1_000; done++) {
    clock.now += 99;
    progress({ phase: 'polling', done, failed: 2, total: 1_000, waitingFor: [] });
  }
  expect(said).toHaveLength(9);
  expect(said[0]).toBe('polling usage: 102 of 1000, 2 failed, 10 a second, about 1 minute 30 seconds left');
});

test('the rate is that of the phase, also when another one came before', () => {
  const { clock, said, progress } = scene();
  clock.now += 10_000;
  progress({ phase: 'listing', listed: 50_000 });
  clock.now += 5_000;
  progress({ phase: 'polling', done: 10, failed: 0, total: 100, waitingFor: [] });
  clock.now += 5_000;
  progress({ phase: 'polling', done: 20, failed: 0, total: 100, waitingFor: [] });
  clock.now += 10_000;
  progress({ phase: 'polling', done: 98, failed: 0, total: 100, waitingFor: ['8944', '8945'] });
  clock.now += 10_000;
  progress({ phase: 'delivering' });
  expect(said).toEqual([
    'listing: 50000 eSIMs so far',
    'polling usage: 20 of 100, 0 failed, 2 a second, about 40 seconds left',
    'polling usage: 98 of 100, 0 failed, 8 a second, about 1 second left, waiting for 8944 and 1 more',
    'delivering messages',
  ]);
});
