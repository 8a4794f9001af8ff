import type { PackageEpoch } from '../../usage/usage.js';
import type { Recovery } from '../rules/rule-module.js';

/** The package epoch in the key of an alert; 0 before the first reading. */
export function keyEpoch({ about }: Recovery, running: PackageEpoch | null): number {
  if (running === null) return 0;
  return about === 'package end' ? running.endSince : running.number;
}
