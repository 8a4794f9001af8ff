export interface InventoryTable {
  iccid: string;
  valid_from: number;
  valid_until: number;
  label: string | null;
  email: string | null;
  cost_centre: string | null;
  gl_code: string | null;
  project: string | null;
  language: string | null;
}
