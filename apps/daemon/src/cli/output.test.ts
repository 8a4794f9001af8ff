import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonOf } from './output.js';

test('in pieces it is the text that JSON.stringify gives', () => {
  const value = fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue(), { minLength: 1 }));
  fc.assert(
    fc.property(value, (json) => {
      const plain = JSON.stringify(json, null, 2);
      fc.pre(/^[\x20-\x7e\n]*$/.test(plain));
      expect([...jsonOf(json)].join('')).toBe(`${plain}\n`);
    }),
  );
  const many = Array.from({ length: 1_234 }, (_, id) => ({ id, days: [id] }));
  expect([...jsonOf(many)].join('')).toBe(`${JSON.stringify(many, null, 2)}\n`);
});
