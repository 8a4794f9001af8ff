export interface SessionTable {
  id: string;
  role: 'viewer' | 'operator';
  proof: string;
  created_at: number;
  expires_at: number;
}
