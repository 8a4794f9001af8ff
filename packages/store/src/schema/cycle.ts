import type { Generated } from 'kysely';

export interface CycleTable {
  id: Generated<number>;
  begun_at: number;
  ended_at: number | null;
  summary: string | null;
  error: string | null;
}
