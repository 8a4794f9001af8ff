import type { UpkeepStore } from '../../stores/upkeep-store.js';
import type { Connection } from '../database/connection.js';
import { copyTo } from '../database/copy.js';
import { check } from './check.js';
import { forget } from './forget.js';
import { prune } from './prune.js';

export function createUpkeepStore(connection: Connection): UpkeepStore {
  return {
    backup: (file) => copyTo(connection.sqlite, file),
    check: check(connection),
    prune: prune(connection),
    forget: forget(connection),
    erasures: erasures(connection),
  };
}

function erasures(connection: Connection): UpkeepStore['erasures'] {
  const select = connection.prepare((db) => db.selectFrom('erasure').select(['iccid', 'at']).orderBy('id'));
  return () => select.all({});
}
