import { statSync } from 'node:fs';
import type { UpkeepStore } from '../../stores/upkeep-store.js';
import type { Connection } from '../database/connection.js';
import { checking } from './check.js';
import { copying } from './copy.js';
import { forgetting } from './forget.js';
import { pruning } from './prune.js';
import { pullingBack } from './pull-back.js';

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

export function createUpkeepStore(connection: Connection): UpkeepStore {
  return {
    ...copying(connection),
    ...checking(connection),
    size: async () => sizeOf(connection.sqlite.name) + sizeOf(`${connection.sqlite.name}-wal`),
    serverTime: async () => null,
    fault: async () => connection.fault,
    ...pullingBack(connection),
    ...pruning(connection),
    ...forgetting(connection),
  };
}
