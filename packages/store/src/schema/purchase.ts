import type { Generated } from 'kysely';

export interface PurchaseTable {
  id: Generated<number>;
  esim: number;
  package_id: string;
  type: string;
  purchased_at: number | null;
  package_name: string;
  price: string | null;
  currency: string;
  updated_at: number | null;
  dated_at: number;
}
