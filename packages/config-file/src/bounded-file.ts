import { closeSync, openSync, readSync } from 'node:fs';

/** A file is larger than what it is for can be. */
export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge';

  constructor(readonly limit: number) {
    super(`is larger than ${limit < 1024 * 1024 ? `${limit / 1024} KB` : `${limit / 1024 / 1024} MB`}`);
  }
}

const CHUNK = 64 * 1024;

/**
 * Reads a whole file, also one without a known size, such as a pipe.
 * @throws FileTooLarge as soon as more than `limit` bytes have come; the error of the disk.
 */
export function readBounded(file: string, limit: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    for (;;) {
      const chunk = Buffer.alloc(CHUNK);
      const read = readSync(descriptor, chunk, 0, CHUNK, null);
      if (read === 0) return Buffer.concat(chunks, length);
      length += read;
      if (length > limit) throw new FileTooLarge(limit);
      chunks.push(chunk.subarray(0, read));
    }
  } finally {
    closeSync(descriptor);
  }
}
