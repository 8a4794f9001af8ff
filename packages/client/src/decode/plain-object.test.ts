import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endOfPlainObject } from './plain-object.js';

const nasty = fc
  .array(fc.constantFrom('{', '}', '"', '"a"', ':', ',', '"b":"c"', '\\', '\\/', '\n', ' ', 'é', '1'), {
    maxLength: 12,
  })
  .map((pieces) => `{${pieces.join('')}`);

test('whatever it accepts is an object of texts to JSON.parse too', () => {
  let accepted = 0;
  fc.assert(
    fc.property(nasty, (text) => {
      const bytes = Buffer.from(text);
      const end = endOfPlainObject(bytes, 0);
      if (end === -1) return;
      accepted += 1;
      const object = JSON.parse(bytes.toString('utf8', 0, end + 1));
      expect(Object.values(object).every((value) => typeof value === 'string')).toBe(true);
    }),
    { numRuns: 20_000 },
  );
  expect(accepted).toBeGreaterThan(20);
});

test('it accepts objects of texts as they are written without white space, wherever they begin', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]*$/), fc.webUrl(), { minKeys: 1 }), (object) => {
      for (const text of [JSON.stringify(object), JSON.stringify(object).replaceAll('/', '\\/')]) {
        const bytes = Buffer.from(`[${text},1]`);
        expect(endOfPlainObject(bytes, 1)).toBe(bytes.length - 4);
      }
    }),
  );
});
