import type { ReconciliationRow } from '@roamwatch/core';
import { describe, expect, it } from 'vitest';
import { differenceBytes, explain } from './reconciliation.js';

const GB = 1024 ** 3;
const MB = 1024 ** 2;
const DAY = 86_400;
/** 2026-02-10T00:00:00Z. */
const START = 1_770_681_600;

function row(change: Partial<ReconciliationRow>): ReconciliationRow {
  return {
    iccid: '8944000000000000001',
    esimId: 'e1',
    label: null,
    costCentre: null,
    glCode: null,
    project: null,
    usageCheck: true,
    unlimited: false,
    packageStartedAt: START,
    packageEndsAt: START + 7 * DAY,
    readingAt: START + 10 * DAY,
    allowanceBytes: GB,
    remainingBytes: GB - 500 * MB,
    dailyBytes: 500 * MB,
    firstDay: '2026-02-10',
    restatedRows: 0,
    lastChangedAt: START + 7 * DAY,
    ...change,
  };
}

describe('the explanation of a difference', () => {
  it.each<[string, Partial<ReconciliationRow>]>([
    ['none', {}],
    ['none', { dailyBytes: 500 * MB + 1023 * 1024 }],
    ['unsupported', { usageCheck: false }],
    ['unsupported', { unlimited: true }],
    ['unsupported', { allowanceBytes: null }],
    ['unsupported', { remainingBytes: null }],
    ['dropped out', { dailyBytes: 300 * MB, firstDay: '2026-02-13' }],
    ['restated', { dailyBytes: 520 * MB, restatedRows: 1 }],
    ['lag', { dailyBytes: 480 * MB, readingAt: START + 3 * DAY }],
    ['lag', { dailyBytes: 480 * MB, lastChangedAt: START + 10 * DAY - 60 }],
    ['unexplained', { dailyBytes: 480 * MB }],
    ['unexplained', { dailyBytes: 600 * MB, firstDay: '2026-02-13' }],
    ['unexplained', { dailyBytes: 0, firstDay: null, lastChangedAt: null }],
  ])('is %s for %j', (explanation, change) => {
    expect(explain(row(change))).toBe(explanation);
  });

  it('comes with a signed difference, none where there is nothing to compare', () => {
    expect(differenceBytes(row({ dailyBytes: 480 * MB }))).toBe(-20 * MB);
    expect(differenceBytes(row({ unlimited: true }))).toBeNull();
  });
});
