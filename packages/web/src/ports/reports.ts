import type { UnixSeconds } from '@roamwatch/core';

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
  /** What is missing, in words; empty: nothing known. */
  readonly incomplete: readonly string[];
  /** Why it cannot be closed; null: it can, or it is. */
  readonly notClosable: string | null;
  readonly files: readonly string[];
}

export interface ReportFile {
  readonly contentType: string;
  readonly body: ReadableStream<Uint8Array>;
}
