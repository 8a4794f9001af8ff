import { expect, test } from 'vitest';
import { anAlert, anEpoch, anEsim, aReading, MB, NOW } from '../../../test/esim.js';
import { DAY } from '../../time/instant.js';
import { dataLow } from '../rules/data-low.js';
import { expiry } from '../rules/expiry.js';
import type { Rule } from '../rules/registry.js';
import { evaluateEsim } from './evaluate.js';
import { keyEpoch } from './key-epoch.js';

const expiring: Rule = { name: 'expiring', type: 'expiry', warning: [7 * DAY, 3 * DAY], critical: [DAY] };
const low: Rule = { name: 'low', type: 'data-low', warning: [{ percent: 25 }], critical: [] };
const reading = aReading({ packageEndsAt: NOW + 2 * DAY, remainingBytes: 100 * MB });
const kindsOf = (rule: Rule, epoch: ReturnType<typeof anEpoch>, alert: object) =>
  evaluateEsim(
    [rule],
    anEsim({ reading, epoch }),
    [anAlert(rule, { notified: { kind: 'recorded', rank: 2 }, ...alert })],
    {
      now: NOW,
      providerDown: false,
    },
  ).map(({ decision }) => decision.kind);

test('a top-up of data re-arms the data rules; of an end that stays, people were notified', () => {
  const toppedUp = anEpoch(3, 'allowance-changed', 1);

  expect(kindsOf(expiring, toppedUp, { epoch: 1 })).toEqual(['leave']);
  expect(kindsOf(expiring, toppedUp, { epoch: 1, state: 'resolved' })).toEqual(['reopen']);
  expect(kindsOf(low, toppedUp, { epoch: 1 })).toEqual(['open', 'resolve']);
});

test('an end that moved later is a new end', () => {
  expect(kindsOf(expiring, anEpoch(3, 'end-moved-later', 3), { epoch: 1 })).toEqual(['open', 'resolve']);
});

test('before the first reading all belongs to epoch 0', () => {
  expect([keyEpoch(expiry.recovery, null), keyEpoch(dataLow.recovery, null)]).toEqual([0, 0]);
});
