import type { UsageStore } from '../../stores/usage-store.js';
import type { Connection } from '../database/connection.js';
import { ERASED_LOCATION } from './locations.js';

export function placesInUse(connection: Connection): UsageStore['placesInUse'] {
  const select = connection.prepare((db) =>
    db.selectFrom('location').select('name').where('id', '<>', ERASED_LOCATION).orderBy('id'),
  );
  return async () => select.all({}).map(({ name }) => name);
}
