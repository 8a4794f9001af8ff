import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { printableFile } from '../../printable.js';

/**
 * Where a file goes that is written to standard output: byte for byte, except that a terminal gets no character that it
 * would obey.
 */
export function fileOutput(): Writable {
  return process.stdout.isTTY ? shownOn(process.stdout) : process.stdout;
}

export function shownOn(terminal: Writable): Writable {
  const decoder = new StringDecoder('utf8');
  return new Writable({
    write(bytes: Buffer, _encoding, done) {
      terminal.write(printableFile(decoder.write(bytes)), done);
    },
  });
}
