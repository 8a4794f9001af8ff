import { copyTo } from './database/copy.js';
import { openForReading } from './database/open-file.js';

/**
 * Copies a database, whatever version of ours made it, to a new file of mode 0600. Nothing is written to the original,
 * and it may be in use.
 *
 * @throws StoreError when there is no database, it is not ours, or the copy cannot be written.
 */
export function copyDatabase(file: string, target: string): void {
  const sqlite = openForReading(file);
  try {
    copyTo(sqlite, target);
  } finally {
    sqlite.close();
  }
}
