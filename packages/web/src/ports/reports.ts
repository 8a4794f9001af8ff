import type { Completeness, UnixSeconds } from '@roamwatch/core';

export interface ReportSource {
  /** Newest first. */
  months(): Promise<readonly MonthLine[]>;
  /** Null: there is no such month or file. */
  file(month: string, name: string): Promise<ReportFile | null>;
}

export interface MonthLine {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly state: 'running' | 'open' | 'closed';
  readonly closedAt: UnixSeconds | null;
  readonly closedBy: string | null;
  readonly dataAsOf: UnixSeconds | null;
  /** As its manifest has it; null in months closed before it was stored. */
  readonly completeness: Completeness | null;
  /** Why it is not closed by itself; null: it is, or it has not ended. */
  readonly waiting: OpenReason | null;
  readonly files: readonly string[];
}

/** Why a month that has ended is not closed yet. */
export type OpenReason =
  | { readonly kind: 'reopened' }
  | { readonly kind: 'manual' }
  | { readonly kind: 'before-schedule'; readonly report: string }
  | { readonly kind: 'not-due'; readonly report: string }
  | { readonly kind: 'no-poll' }
  | { readonly kind: 'purchases-missing'; readonly esims: number }
  | { readonly kind: 'earlier-month'; readonly month: string };

export interface ReportFile {
  readonly contentType: string;
  readonly body: ReadableStream<Uint8Array>;
}
