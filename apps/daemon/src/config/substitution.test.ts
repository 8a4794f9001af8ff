import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasVariable, substitute } from './substitution.js';

const variable = (name: string) => `$\{${name}}`;

test('a variable is replaced by its value, which is not looked at again', () => {
  const env = { A: variable('B'), B: 'b' };
  expect(substitute(`x ${variable('A')} y ${variable('B')}`, env).value).toBe(`x ${variable('B')} y b`);
});

test('a default replaces a variable that is unset or empty', () => {
  expect(substitute(`${variable('A:-one')} ${variable('B:-two')} ${variable('C:-')}`, { B: '' })).toEqual({
    value: 'one two ',
    missing: [],
  });
});

test('an unset variable is named once, and an empty one is empty', () => {
  expect(
    substitute(`${variable('A')}${variable('B')}${variable('A')}${variable('C')}`, { C: '' }).missing,
  ).toEqual(['A', 'B']);
});

test('a doubled dollar sign keeps a brace as it is', () => {
  const text = `$${variable('A')}`;
  expect(substitute(text, { A: 'x' }).value).toBe(variable('A'));
  expect(hasVariable(text)).toBe(false);
  expect(hasVariable(variable('A'))).toBe(true);
});

test('text without a variable stays as it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!text.includes('{'));
      expect(substitute(text, {})).toEqual({ value: text, missing: [] });
    }),
  );
});
