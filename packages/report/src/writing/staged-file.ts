import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Usage and places of travellers are nobody else's business. */
const READABLE_BY_GROUP = 0o640;

/**
 * A file that appears under its name whole or not at all: written beside it under a hidden name, flushed to the
 * disk, then renamed. What a crash leaves is the hidden file, which the next run of the same process id overwrites.
 */
export class StagedFile {
  readonly path: string;
  readonly #temporary: string;
  readonly #handle: FileHandle;
  readonly #hash = createHash('sha256');
  #bytes = 0;

  private constructor(path: string, temporary: string, handle: FileHandle) {
    this.path = path;
    this.#temporary = temporary;
    this.#handle = handle;
  }

  static async create(directory: string, name: string): Promise<StagedFile> {
    const temporary = join(directory, `.${name}.${process.pid}.part`);
    // Whatever has the name by now is a crash's, or was planted there: it is taken away, never written to.
    await rm(temporary, { force: true });
    return new StagedFile(join(directory, name), temporary, await open(temporary, 'wx', READABLE_BY_GROUP));
  }

  /** Number of bytes written. */
  get bytes(): number {
    return this.#bytes;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    await this.#handle.appendFile(chunk);
  }

  /** All bytes are on the disk; the name is not yet taken. */
  async seal(): Promise<void> {
    await this.#handle.sync();
    await this.#handle.close();
  }

  /** Hexadecimal, of all that was written. To be called once, after `seal`. */
  sha256(): string {
    return this.#hash.digest('hex');
  }

  /** Takes the name, in place of what had it. Only after `seal`. */
  async publish(): Promise<void> {
    await rename(this.#temporary, this.path);
  }

  /** Leaves nothing behind, whatever state it is in; a published file stays. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => {});
    await rm(this.#temporary, { force: true });
  }
}

/** Makes renames in a directory survive a power cut. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
