import type { UpkeepStore } from '../../stores/upkeep-store.js';
import type { Connection } from '../database/connection.js';
import { copyTo } from '../database/copy.js';

export function copying({ sqlite }: Connection): Pick<UpkeepStore, 'backup'> {
  return {
    async backup(file) {
      copyTo(sqlite, file);
    },
  };
}
