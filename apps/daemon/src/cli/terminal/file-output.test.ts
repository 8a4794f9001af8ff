import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { shownOn } from './file-output.js';

test('a file shown on a terminal is the same file, except for control sequences', async () => {
  let shown = '';
  const terminal = new Writable({
    write(chunk, _encoding, done) {
      shown += chunk;
      done();
    },
  });
  const output = shownOn(terminal);
  const file = Buffer.from('label,location\r\nZoë 東京,a\u001b[2J\u202eb\r\n');
  for (const byte of file) await new Promise((done) => output.write(Buffer.of(byte), done));
  expect(shown).toBe('label,location\r\nZoë 東京,a\\u{1b}[2J\\u{202e}b\r\n');
});
