import type { UpkeepStore } from '../../stores/upkeep-store.js';
import type { Connection } from '../database/connection.js';
import { checking } from './check.js';
import { copying } from './copy.js';
import { forgetting } from './forget.js';
import { pruning } from './prune.js';
import { pullingBack } from './pull-back.js';

export function createUpkeepStore(connection: Connection): UpkeepStore {
  return {
    ...copying(connection),
    ...checking(connection),
    fault: async () => connection.fault,
    ...pullingBack(connection),
    ...pruning(connection),
    ...forgetting(connection),
  };
}
