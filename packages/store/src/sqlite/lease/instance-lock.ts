import { chmodSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { lockFileOf, markBegun } from '../database/begun.js';
import { networkOf } from '../database/open-file.js';

/**
 * A lock of the operating system on a file beside the database. It ends with the process that holds it, in whatever way, and
 * whatever container it ran in: a process that gets it knows that the former holder is gone.
 */
export class InstanceLock {
  #held: { readonly sqlite: Database; readonly id: string } | null = null;

  constructor(readonly file: string) {}

  /** The identity of the locked file; null when another process holds the lock, or locks do not work there. */
  take(): string | null {
    if (this.#held !== null) return this.#held.id;
    let sqlite: Database | null = null;
    try {
      // On a network file system a lock can be lost, or held by nobody.
      if (networkOf(dirname(this.file)) !== null) return null;
      markBegun(this.file);
      const lock = lockFileOf(this.file);
      chmodSync(lock, 0o600);
      sqlite = new SqliteDatabase(lock, { timeout: 0, fileMustExist: true });
      // Nothing is ever written to it.
      sqlite.pragma('journal_mode = memory');
      sqlite.exec('begin exclusive');
      const { dev, ino } = statSync(lock);
      this.#held = { sqlite, id: `${dev}:${ino}` };
      return this.#held.id;
    } catch {
      sqlite?.close();
      return null;
    }
  }

  release(): void {
    this.#held?.sqlite.close();
    this.#held = null;
  }
}
