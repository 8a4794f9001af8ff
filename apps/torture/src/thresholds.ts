import type { Dice } from './dice.js';
import { DAY, now, type Traveller } from './traveller.js';

/** The configured thresholds: percentages of data left, and days before the end. */
export interface Thresholds {
  readonly data: { readonly warning: number; readonly critical: number };
  readonly expiry: { readonly warning: number; readonly critical: number };
}

/** How bad it is: nothing, a warning, critical, or (of data) used up. */
export type Rank = 0 | 1 | 2 | 3;

/** The subjects of alerts; the rules are named so in the configuration. */
export const KINDS = ['data', 'expiry'] as const;
export type Kind = (typeof KINDS)[number];

export function chooseThresholds(dice: Dice): Thresholds {
  return {
    data: { warning: dice.pick([20, 25, 30, 50]), critical: dice.pick([5, 10, 15]) },
    expiry: { warning: dice.pick([3, 4]), critical: 1 },
  };
}

/** The rules of the contract, implemented again and independently of the program. */
export function rankOf(kind: Kind, traveller: Traveller, thresholds: Thresholds): Rank {
  const { warning, critical } = thresholds[kind];
  if (kind === 'expiry') {
    const daysLeft = (traveller.endsAt - now()) / DAY;
    return daysLeft <= critical ? 2 : daysLeft <= warning ? 1 : 0;
  }
  if (traveller.remainingMb === 0) return 3;
  const percent = (traveller.remainingMb * 100) / traveller.allowanceMb;
  return percent <= critical ? 2 : percent <= warning ? 1 : 0;
}

export function rulesFor({ data, expiry }: Thresholds): readonly object[] {
  return [
    { name: 'low-data', type: 'data-low', warning: [`${data.warning}%`], critical: [`${data.critical}%`] },
    { name: 'used-up', type: 'data-exhausted' },
    { name: 'expiring', type: 'expiry', warning: [`${expiry.warning}d`], critical: [`${expiry.critical}d`] },
  ];
}
