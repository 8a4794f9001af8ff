import { expect, test } from 'vitest';
import { anAlert, anEpoch, anEsim, aReading, MB, NOW } from '../../../test/esim.js';
import { DAY } from '../../time/instant.js';
import type { Rule } from '../rules/rule.js';
import { evaluateEsim } from './evaluate.js';
import { keyEpoch } from './recovery.js';

const expiring: Rule = { name: 'expiring', type: 'expiry', warning: [7 * DAY, 3 * DAY], critical: [DAY] };
const low: Rule = { name: 'low', type: 'data-low', warning: [{ percent: 25 }], critical: [] };
const reading = aReading({ packageEndsAt: NOW + 2 * DAY, remainingBytes: 100 * MB });
const kindsOf = (rule: Rule, epoch: ReturnType<typeof anEpoch>, alert: object) =>
  evaluateEsim([rule], anEsim({ reading, epoch }), [anAlert(rule, { step: 2, ...alert })], {
    now: NOW,
    providerDown: false,
  }).map(({ decision }) => decision.kind);

test('a top-up of data arms the data rules anew; of an end that stays, people were told', () => {
  const toppedUp = anEpoch(3, 'allowance changed', 1);

  expect(kindsOf(expiring, toppedUp, { epoch: 1 })).toEqual(['leave']);
  expect(kindsOf(expiring, toppedUp, { epoch: 1, state: 'resolved', step: 2 })).toEqual(['reopen']);
  expect(kindsOf(low, toppedUp, { epoch: 1 })).toEqual(['open', 'resolve']);
});

test('an end that moved later is a new end', () => {
  expect(kindsOf(expiring, anEpoch(3, 'package end moved later', 3), { epoch: 1 })).toEqual([
    'open',
    'resolve',
  ]);
});

test('before the first reading all belongs to epoch 0', () => {
  expect([keyEpoch('expiry', null), keyEpoch('data-low', null)]).toEqual([0, 0]);
});
