import type { UnixSeconds } from '../time/instant.js';
import type { UnitConclusion } from './unit.js';

/** The evidence of one eSIM about the units; its figures are still the provider's own. */
export interface UnitEvidence {
  readonly allowed: number | null;
  readonly remaining: number | null;
  readonly startedAt: UnixSeconds | null;
  /** Sum of the daily figures since `startedAt`. */
  readonly dayFigureSum: number;
  /** Oldest first. `dataBytes` from `dataAmount` and `dataUnit`, where the provider gives them. */
  readonly packages: readonly { readonly packageName: string; readonly dataBytes: number | null }[];
}

/** Where a piece of evidence points, and whether it is strong enough to abandon an earlier conclusion. */
export interface UnitFinding extends Omit<UnitConclusion, 'checked'> {
  readonly overturns: boolean;
}
