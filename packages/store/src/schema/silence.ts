import type { Generated } from 'kysely';

export interface SilenceTable {
  id: Generated<number>;
  matcher: string;
  comment: string;
  created_at: number;
  ends_at: number;
  created_by: string | null;
  ended_by: string | null;
}
