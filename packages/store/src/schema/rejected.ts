import type { Rejected } from '@roamwatch/core';
import type { Generated } from 'kysely';

export interface RejectedTable {
  id: Generated<number>;
  esim: number | null;
  what: Rejected['what'];
  reason: string;
  sample: string;
  first_at: number;
  last_at: number;
  times: number;
}
