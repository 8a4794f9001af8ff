import type { Severity } from '@roamwatch/core';

/** Cheap enough to be read every few seconds while somebody looks. */
export interface ChangeSource {
  state(): Promise<LiveState>;
}

export interface LiveState {
  /** Differs whenever something a page shows may have changed. */
  readonly revision: string;
  /** Of all open alerts that are not acknowledged. */
  readonly worst: Severity | null;
  /** Number of them that are as severe as `worst`. */
  readonly open: number;
  /** False: polls are overdue, or something else speaks against taking `worst` for all there is. */
  readonly isTrusted: boolean;
}
