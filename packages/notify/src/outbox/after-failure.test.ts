import { DAY, type DeliveryFault, HOUR } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { permanent, temporary } from '../channel.js';
import { afterFailure } from './after-failure.js';

const entry = { id: 'm', receiver: 'ops', recipient: 'a@example.com', createdAt: 1_000_000, attempts: 3 };
const noAnswer: DeliveryFault = { kind: 'mail', problem: 'no-answer', quote: null };
const refused: DeliveryFault = { kind: 'mail', problem: 'recipient-rejected', quote: '550 no such user' };
const down = temporary(noAnswer, 'channel');

test('a permanent failure dead-letters at once', () => {
  expect(afterFailure(entry, permanent(refused), entry.createdAt)).toEqual({
    kind: 'dead',
    fault: refused,
  });
});

test('a temporary failure is retried after the time that the peer requested, between a minute and an hour', () => {
  const asked = (seconds: number) =>
    afterFailure(entry, temporary(noAnswer, 'channel', seconds), entry.createdAt);

  expect(afterFailure(entry, down, entry.createdAt)).toMatchObject({ kind: 'retried', fault: noAnswer });
  expect(asked(1_200)).toMatchObject({ at: entry.createdAt + 1_200 });
  expect(asked(999_999)).toMatchObject({ at: entry.createdAt + HOUR });
  expect(asked(0)).toMatchObject({ at: entry.createdAt + 60 });
});

test('the last attempt is at 24 hours, however long a wait the peer requests', () => {
  const day = entry.createdAt + DAY;

  expect(afterFailure(entry, down, day - 70)).toMatchObject({ kind: 'retried', at: day });
  expect(afterFailure(entry, temporary(noAnswer, 'channel', 9 * DAY), day - HOUR)).toMatchObject({
    at: day,
  });
  expect(afterFailure(entry, down, day)).toEqual({
    kind: 'dead',
    fault: { kind: 'not-in-time', last: noAnswer },
  });
});

test('a message whose first attempt comes a day late gets a second one', () => {
  const late = entry.createdAt + 2 * DAY;
  const next = afterFailure({ ...entry, attempts: 0 }, down, late);

  expect(next.kind).toBe('retried');
  expect(next.kind === 'retried' && next.at).toBeGreaterThan(late);
});
