import type { UsageStore } from '../../stores/usage-store.js';
import type { Database } from '../database/database.js';
import { ERASED_LOCATION } from './erased-location.js';

export function placesInUse(database: Database): UsageStore['placesInUse'] {
  const select = database.prepare((db) =>
    db.selectFrom('location').select('name').where('id', '<>', ERASED_LOCATION).orderBy('id'),
  );
  return async () => (await select.all({})).map(({ name }) => name);
}
