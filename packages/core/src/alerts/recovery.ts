import type { RuleType } from './rule.js';

/** How alerts of a rule end, and what they belong to. */
interface Recovery {
  /** Fresh readings running that must be clear; null for events, which are not taken back but grow old. */
  readonly clearReadings: 1 | 2 | null;
  /** True: the alert belongs to one package. False: to the eSIM, whatever package it runs. */
  readonly perPackage: boolean;
  /** What an alert that a new package made true no longer is told as. */
  readonly renewed: string;
}

const ABOUT_DATA: Recovery = { clearReadings: 2, perPackage: true, renewed: 'topped up' };
const ABOUT_THE_ESIM: Recovery = { clearReadings: 1, perPackage: false, renewed: '' };
const EVENT: Recovery = { clearReadings: null, perPackage: false, renewed: '' };

export const RECOVERY: Readonly<Record<RuleType, Recovery>> = {
  'data-low': ABOUT_DATA,
  'data-exhausted': ABOUT_DATA,
  'data-forecast': ABOUT_DATA,
  expiry: { clearReadings: 1, perPackage: true, renewed: 'renewed' },
  'expiry-unused': ABOUT_THE_ESIM,
  stale: ABOUT_THE_ESIM,
  'usage-spike': EVENT,
  'new-location': EVENT,
  'provider-down': ABOUT_THE_ESIM,
};
