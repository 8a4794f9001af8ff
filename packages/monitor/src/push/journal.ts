import { type FileHandle, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * A file that lines are appended to and that survives a crash of the process or of the machine: a line is there once `append` has
 * resolved. Lines that come together share one write to the disk. It is written beside the database rather than into it, so that
 * nothing that writes there can delay it.
 *
 * One process at a time works on it. It is kept in numbered files; those whose lines are done with are removed whole.
 */
export class Journal {
  #current: { readonly number: number; readonly handle: FileHandle } | null = null;
  #next: number;
  #waiting: Line[] = [];
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;

  private constructor(
    private readonly base: string,
    last: number,
  ) {
    this.#next = last + 1;
  }

  /** Opens it, and returns the lines that a former process left in it, oldest first. The last one may be cut short. */
  static async open(base: string): Promise<{ readonly journal: Journal; readonly left: readonly string[] }> {
    await mkdir(dirname(base), { recursive: true, mode: 0o700 });
    const numbers = await numbersOf(base);
    const left: string[] = [];
    for (const number of numbers) {
      const text = await readFile(fileOf(base, number), 'utf8');
      left.push(...text.split('\n').filter((line) => line !== ''));
    }
    return { journal: new Journal(base, numbers.at(-1) ?? 0), left };
  }

  /** Resolves when the line is on the disk; rejects when it cannot be written. It must have no line break in it. */
  append(line: string): Promise<void> {
    const written = new Promise<void>((resolve, reject) => this.#waiting.push({ line, resolve, reject }));
    if (!this.#isWriting) this.#writing = this.#writeAll();
    return written;
  }

  /** What is appended from now on goes into another file. Returns the number of the last one before it. */
  async seal(): Promise<number> {
    while (this.#isWriting) await this.#writing;
    const current = this.#current;
    this.#current = null;
    await current?.handle.close();
    return this.#next - 1;
  }

  /** Removes the files up to that number, the lines of which are done with. */
  async remove(upTo: number): Promise<void> {
    const numbers = await numbersOf(this.base);
    await Promise.all(
      numbers
        .filter((number) => number <= upTo)
        .map((number) => rm(fileOf(this.base, number), { force: true })),
    );
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    try {
      while (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0));
    } finally {
      this.#isWriting = false;
    }
  }

  async #write(lines: readonly Line[]): Promise<void> {
    try {
      const handle = await this.#handle();
      await handle.appendFile(lines.map(({ line }) => `${line}\n`).join(''));
      await handle.datasync();
      for (const { resolve } of lines) resolve();
    } catch (error) {
      // What was written of them is cut off by nobody: the next lines go into another file.
      const current = this.#current;
      this.#current = null;
      await current?.handle.close().catch(() => undefined);
      for (const { reject } of lines) reject(error);
    }
  }

  async #handle(): Promise<FileHandle> {
    if (this.#current === null) {
      const number = this.#next++;
      this.#current = { number, handle: await open(fileOf(this.base, number), 'ax', 0o600) };
      await syncFolder(dirname(this.base));
    }
    return this.#current.handle;
  }
}

interface Line {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

function fileOf(base: string, number: number): string {
  return `${base}-${String(number).padStart(6, '0')}`;
}

async function numbersOf(base: string): Promise<readonly number[]> {
  const prefix = `${basename(base)}-`;
  const names = await readdir(dirname(base));
  return names
    .filter((name) => name.startsWith(prefix) && /^\d{6,}$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => a - b);
}

/** A new file is lost with its folder's entry where only the file itself was written. Not every system lets a folder be synced. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // The file itself is on the disk.
  }
}

/** Beside the database. */
export function journalBeside(database: string): string {
  return join(dirname(database), `${basename(database)}-push`);
}
