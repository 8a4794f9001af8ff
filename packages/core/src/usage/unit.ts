/** The units the provider's sources use for data. Binary: 1 GB = 1024 MB. */
export type DataUnit = 'B' | 'KB' | 'MB' | 'GB';

/** Bytes of each unit: 1 GB = 1,024 MB. */
export const UNIT_BYTES: Readonly<Record<DataUnit, number>> = {
  B: 1,
  KB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
};

/** The configured unit of one kind of figure. */
export type UnitSetting = 'auto' | DataUnit;

/** A settled unit with the evidence it rests on, for the log and `check --online`. */
export interface UnitConclusion {
  /** Null while it is unknown: then no data rule may fire. */
  readonly unit: DataUnit | null;
  readonly evidence: string;
  /** False while it is only likely: it is then reviewed as soon as there is evidence. */
  readonly checked: boolean;
  /** True when packages prove different units: each of those is read in its own, and the others in none. */
  readonly mixed?: boolean;
}

/** The units of the two kinds of figure in use. */
export interface UnitsInUse {
  readonly allowance: UnitConclusion;
  readonly dailyUsage: UnitConclusion;
}
