import { DAY, type Finding, HOUR, type Reason } from '@roamwatch/core';
import { NOW } from './now.js';

const MB = 1024 ** 2;

type Findings = { readonly [Kind in Finding['kind']]: Extract<Finding, { readonly kind: Kind }> };

/** One of each type, as it would open a critical alert about the first eSIM. */
export const FINDINGS: Findings = {
  budget: {
    kind: 'budget',
    measured: {
      month: '2026-11',
      match: { cost_centre: 'sales-*' },
      limit: { amount: '500', currency: 'USD' },
      spent: '512.30',
      forecast: '611.05',
      otherCurrencies: { EUR: '12.00' },
      uncounted: 2,
    },
    reached: { severity: 'critical', percent: 100 },
    next: null,
    nextAt: null,
  },
  'data-low': {
    kind: 'data-low',
    measured: { allowanceBytes: 1024 * MB, remainingBytes: 42 * MB },
    reached: { severity: 'critical', percent: 10, bytes: null },
    next: null,
    nextAt: null,
  },
  'data-exhausted': {
    kind: 'data-exhausted',
    measured: { allowanceBytes: 1024 * MB, remainingBytes: 0 },
    reached: { severity: 'critical' },
    next: null,
    nextAt: null,
  },
  expiry: {
    kind: 'expiry',
    measured: { endsAt: NOW + 2 * DAY + 2 * HOUR, left: 2 * DAY + 2 * HOUR },
    reached: { severity: 'warning', seconds: 3 * DAY },
    next: { severity: 'critical', seconds: DAY },
    nextAt: NOW + DAY + 2 * HOUR,
  },
  'expiry-unused': {
    kind: 'expiry-unused',
    measured: { endsAt: NOW + 2 * DAY + 2 * HOUR, left: 2 * DAY + 2 * HOUR },
    reached: { severity: 'warning', seconds: 14 * DAY },
    next: null,
    nextAt: null,
  },
  'data-forecast': {
    kind: 'data-forecast',
    measured: {
      allowanceBytes: 1024 * MB,
      remainingBytes: 42 * MB,
      bytesPerDay: 108 * MB,
      evidence: { source: 'daily usage', over: 3 * DAY, samples: 3 },
      runsOutAt: NOW + 9 * HOUR,
      left: 9 * HOUR,
      packageEndsAt: NOW + 2 * DAY + 2 * HOUR,
    },
    reached: { severity: 'warning', seconds: DAY },
    next: null,
    nextAt: null,
  },
  'usage-spike': {
    kind: 'usage-spike',
    measured: {
      day: { date: '2025-02-02', usedBytes: 434 * MB },
      medianBytes: 40 * MB,
      minimumBytes: 200 * MB,
    },
    reached: { severity: 'critical', times: 10, date: '2025-02-02' },
    next: null,
    nextAt: null,
  },
  'new-location': {
    kind: 'new-location',
    measured: { places: ['Japan'], allowed: ['France'] },
    reached: { severity: 'warning', places: 1 },
    next: { severity: 'warning', places: 2 },
    nextAt: null,
  },
  stale: {
    kind: 'stale',
    measured: { readAt: NOW - 9 * HOUR, since: NOW - 9 * HOUR, lasted: 9 * HOUR },
    reached: { severity: 'warning', seconds: 8 * HOUR },
    next: null,
    nextAt: null,
  },
  'provider-down': {
    kind: 'provider-down',
    measured: { kind: 'refused', failuresRunning: 1, detail: 'list: HTTP 401', httpStatus: 401 },
    reached: { severity: 'critical', cause: 'refused' },
    next: null,
    nextAt: null,
  },
  'account-balance': {
    kind: 'account-balance',
    measured: { change: 'insufficient', balance: '0.40', threshold: '50.00', currency: 'USD' },
    reached: { severity: 'critical', change: 'insufficient' },
    next: null,
    nextAt: null,
  },
};

/** A new package with plenty of data. */
export const TOPPED_UP: Reason = {
  kind: 'renewed',
  changes: ['allowance-changed'],
  finding: {
    ...FINDINGS['data-low'],
    measured: { allowanceBytes: 2048 * MB, remainingBytes: 1024 * MB },
    reached: null,
  },
};

/** What an earlier version stored in words. */
export function recorded(text: string): Reason {
  return { kind: 'recorded', text };
}
