import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hideAddresses, hideAddressesOfLines } from './hide-addresses.js';

const viewer = { role: 'viewer', name: 'bert@example.com', by: 'proxy' } as const;
const part = fc.stringMatching(/^[\p{L}\p{N}.+_-]{1,12}$/u);

test('no address is left, whatever is around it; the own name and all other text stay', () => {
  fc.assert(
    fc.property(
      fc.tuple(part, part),
      fc.constantFrom(' ', '<b>', '"', '(', ': ', ','),
      ([user, host], edge) => {
        const text = `before${edge}${user}@${host}${edge}after bert@example.com`;
        const shown = hideAddresses(text, viewer, '…');
        expect(shown).toBe(`before${edge}…${edge}after bert@example.com`);
        expect(hideAddresses(text, { ...viewer, role: 'operator' }, '…')).toBe(text);
      },
    ),
  );
});

test('an apostrophe in an address is a part of it, also as HTML', () => {
  expect(hideAddresses("Miles O'Brien o'brien@example.com", viewer, '…')).toBe("Miles O'Brien …");
  expect(hideAddresses('>d&#39;o&#39;brien@example.com<', viewer, '…')).toBe('>…<');
});

test('a file loses its addresses too, wherever its parts are cut', async () => {
  const file = '\ufefficcid,label\r\n8944,anna@example.com\r\n8945,"Côte, carl@example.com"';
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 70 }), async (size) => {
      const bytes = new TextEncoder().encode(file);
      const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.slice(index * size, (index + 1) * size),
      );
      let shown = '';
      for await (const text of hideAddressesOfLines(ReadableStream.from(parts), viewer, '…')) shown += text;
      expect(shown).toBe('\ufefficcid,label\r\n8944,…\r\n8945,"Côte, …"');
    }),
  );
});
