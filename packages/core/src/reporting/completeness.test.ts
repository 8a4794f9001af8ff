import { expect, test } from 'vitest';
import { countedInWords, missingInWords } from './completeness.js';

test('what is missing is counted as people count', () => {
  const counts = { esims_expected: 9, esims_read: 7, esims_failed: 1 };
  const missing = (each: number) =>
    missingInWords({
      ...counts,
      ...{
        without_history: each,
        without_cost_centre: each,
        rows_rejected: each,
        purchases_without_currency: each,
      },
    }).map((one) => countedInWords(one));
  expect(missing(1)).toEqual([
    '1 of 9 eSIMs could not be read',
    '1 of 9 eSIMs has not been read in this period or since',
    '1 eSIM whose purchases have never been read',
    '1 rejected row: its data is missing',
    '1 purchase without a currency',
    '1 eSIM without a cost centre',
  ]);
  expect(missing(2).slice(2)).toEqual([
    '2 eSIMs whose purchases have never been read',
    '2 rejected rows: their data is missing',
    '2 purchases without a currency',
    '2 eSIMs without a cost centre',
  ]);
  expect(countedInWords({ what: 'eSIMs without a cost centre', count: 1234 }, '1,234')).toMatch(
    /^1,234 eSIMs /,
  );
});
