import type { PackageEpoch } from '../../usage/usage.js';
import type { RuleType } from '../rules/rule.js';

/** How alerts of a rule end, and what they belong to. */
interface Recovery {
  /** Fresh readings running that must be clear; null for events, which are not taken back but grow old. */
  readonly clearReadings: 1 | 2 | null;
  /**
   * What an alert is about: one package, one end of a package (which a top-up of data alone leaves as it is, and
   * people told), or the eSIM, whatever package it runs.
   */
  readonly about: 'package' | 'package end' | 'esim';
  /** What an alert that a new package made true no longer is told as. */
  readonly renewed: string;
}

const ABOUT_DATA: Recovery = { clearReadings: 2, about: 'package', renewed: 'topped up' };
const ABOUT_THE_ESIM: Recovery = { clearReadings: 1, about: 'esim', renewed: '' };
const EVENT: Recovery = { clearReadings: null, about: 'esim', renewed: '' };

export const RECOVERY: Readonly<Record<RuleType, Recovery>> = {
  'data-low': ABOUT_DATA,
  'data-exhausted': ABOUT_DATA,
  'data-forecast': ABOUT_DATA,
  expiry: { clearReadings: 1, about: 'package end', renewed: 'renewed' },
  'expiry-unused': ABOUT_THE_ESIM,
  stale: ABOUT_THE_ESIM,
  'usage-spike': EVENT,
  'new-location': EVENT,
  'provider-down': ABOUT_THE_ESIM,
};

/** The package epoch in the key of an alert of this type; 0 before the first reading. */
export function keyEpoch(type: RuleType, running: PackageEpoch | null): number {
  if (running === null) return 0;
  return RECOVERY[type].about === 'package end' ? running.endSince : running.number;
}
