import { firstMonthWithRows } from '../../sql/closing/first-month.js';
import type { ClosingStore } from '../../stores/closing-store.js';
import type { Connection } from '../database/connection.js';
import { beginClosing } from './draft.js';
import { closingHistory } from './history.js';
import { reopen } from './reopen.js';

export function createClosingStore(connection: Connection): ClosingStore {
  return {
    begin: beginClosing(connection),
    reopen: reopen(connection),
    history: closingHistory(connection),
    firstMonthWithRows: firstMonthWithRows(connection),
  };
}
