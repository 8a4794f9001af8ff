import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable, printableJson, printableOutput } from './printable.js';

/** Text as it can come over the wire: any code units, halves of pairs and controls more often than they are met. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\u0000',
        '\u001b[2J',
        '\u009b31m',
        '\u0007',
        '\r',
        '\n',
        '\u202e',
        '\u2066',
        '\ud800',
        '\udc00',
        '\u{e0041}',
        'é',
        '🙂',
      ),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.string(),
    ),
  )
  .map((parts) => parts.join(''));

const HARMFUL = /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

test('whatever comes from outside prints on one line, without a command to the terminal', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(printable(text)).not.toMatch(HARMFUL);
    }),
  );
});

test('of an output only its lines and our colours pass', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const output = printableOutput(`\u001b[31m${text}\u001b[39m\n`);
      expect(output.endsWith('\u001b[39m\n')).toBe(true);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      expect(output.replaceAll(/\u001b\[\d{1,2}m|\n/g, '')).not.toMatch(HARMFUL);
    }),
  );
});

test('JSON means the same and contains no terminal control sequences', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const json = printableJson(JSON.stringify({ text }, null, 2));
      expect(json.replaceAll('\n', '')).not.toMatch(HARMFUL);
      expect(JSON.parse(json)).toEqual({ text });
    }),
  );
});

test('plain text of any script stays as it is', () => {
  for (const text of ['Zoë Müller', '東京', 'Łódź 100 %', '🙂 ok', 'Ελλάδα'])
    expect(printable(text)).toBe(text);
  expect(printable('a\u001b[31mb')).toBe('a\\u{1b}[31mb');
});
