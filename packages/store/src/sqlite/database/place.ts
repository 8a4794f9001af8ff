import { statSync } from 'node:fs';
import { StoreError } from '../../store-error.js';

/** The file that is open must stay the one at its path: what is written to one that was deleted is gone with the process. */
export class Place {
  readonly #device: number;
  readonly #inode: number;

  /** To be made when the file is open. */
  constructor(readonly file: string) {
    const { dev, ino } = statSync(file);
    this.#device = dev;
    this.#inode = ino;
  }

  /** The change of the file; null when it is where it was. */
  fault(): StoreError | null {
    const stats = statSync(this.file, { throwIfNoEntry: false });
    if (stats === undefined) return this.#gone('was deleted');
    if (stats.dev !== this.#device || stats.ino !== this.#inode) return this.#gone('was replaced');
    return stats.size === 0 ? this.#gone('was emptied') : null;
  }

  #gone(what: string): StoreError {
    return new StoreError(
      'vanished',
      `${this.file} ${what} while Roamwatch was using it: stop Roamwatch, and restore a backup (roamwatch db restore)`,
    );
  }
}
