import type { Generated } from 'kysely';

export interface ErasureTable {
  id: Generated<number>;
  iccid: string;
  at: number;
}

export interface ErasedEntryTable {
  digest: string;
}
