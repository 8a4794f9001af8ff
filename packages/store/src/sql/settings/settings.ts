import type { Params, Queries } from '../database/database.js';

export function settingQuery(db: Queries, { key }: Params<{ key: string }>) {
  return db.selectFrom('setting').select('value').where('key', '=', key);
}
