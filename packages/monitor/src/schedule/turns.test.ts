import { expect, test } from 'vitest';
import type { Log } from '../ports/log.js';
import { oneAtATime } from './turns.js';

const quiet = () => undefined;
const SILENT: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => SILENT };

function recorder() {
  const turns = oneAtATime(SILENT);
  const done: string[] = [];
  const job = (name: string) => async () => {
    done.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    done.push(`${name} ends`);
  };
  return { turns, done, job };
}

test('jobs never overlap, and one that waits already is not made twice', async () => {
  const { turns, done, job } = recorder();
  void turns.take('poll', job('poll'));
  void turns.take('tick', job('tick'));
  void turns.take('poll', job('poll again'));
  await turns.idle();
  expect(done).toEqual(['poll begins', 'poll ends', 'tick begins', 'tick ends']);

  await turns.take('poll', job('poll'));
  expect(done).toHaveLength(6);
});

test('what is queued is always done, in order', async () => {
  const { turns, done, job } = recorder();
  void turns.queue('reload', job('first'));
  await turns.queue('reload', job('second'));
  expect(done).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});

test('a job that fails holds up no other, and gets its next turn', async () => {
  const { turns, done, job } = recorder();
  const failing = () => Promise.reject(new Error('no'));
  await turns.take('poll', failing);
  void turns.take('poll', failing);
  await turns.take('tick', job('tick'));
  expect(done).toEqual(['tick begins', 'tick ends']);
});

test('says which job is under way until it has ended', async () => {
  const turns = oneAtATime(SILENT);
  let end = (): void => {};
  const poll = turns.take('poll', () => new Promise<void>((resolve) => (end = resolve)));
  await Promise.resolve();

  expect([turns.isUnderWay('poll'), turns.isUnderWay('tick')]).toEqual([true, false]);
  end();
  await poll;
  expect(turns.isUnderWay('poll')).toBe(false);
});
