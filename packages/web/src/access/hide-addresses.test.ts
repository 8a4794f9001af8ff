import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hideAddresses } from './hide-addresses.js';

const viewer = { role: 'viewer', name: 'bert@example.com', by: 'proxy' } as const;
const part = fc.stringMatching(/^[\p{L}\p{N}.+_-]{1,12}$/u);

test('no address is left, whatever stands around it; the own name and all other text stay', () => {
  fc.assert(
    fc.property(
      fc.tuple(part, part),
      fc.constantFrom(' ', '<b>', '"', '(', ': ', ',', "'"),
      ([user, host], edge) => {
        const text = `before${edge}${user}@${host}${edge}after bert@example.com`;
        const shown = hideAddresses(text, viewer, '…');
        expect(shown).toBe(`before${edge}…${edge}after bert@example.com`);
        expect(hideAddresses(text, { ...viewer, role: 'operator' }, '…')).toBe(text);
      },
    ),
  );
});
