import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matches } from './match.js';

const label = (pattern: string, text: string) => matches({ label: pattern }, { label: text });

test.each([
  ['sales-*', 'Sales-EMEA', true],
  ['*', '', true],
  ['**', 'anything', true],
  ['?', '😀', true],
  ['?', '', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['*.com', 'xcom', false],
  ['[ab]', '[AB]', true],
  ['a*\nb', 'a\n\nb', true],
])('%j matches %j: %s', (pattern, text, expected) => {
  expect(label(pattern, text)).toBe(expected);
});

test('agrees with the definition: a star is any number of any characters', () => {
  const defined = (pattern: string, text: string): boolean => {
    const [first = ''] = pattern;
    if (pattern === '') return text === '';
    if (first === '*')
      return defined(pattern.slice(1), text) || (text !== '' && defined(pattern, text.slice(1)));
    return text !== '' && (first === '?' || first === text[0]) && defined(pattern.slice(1), text.slice(1));
  };
  const short = (letters: readonly string[]) =>
    fc.array(fc.constantFrom(...letters), { maxLength: 7 }).map((all) => all.join(''));
  fc.assert(
    fc.property(short(['a', 'b', '*', '?']), short(['a', 'b']), (pattern, text) => {
      expect(label(pattern, text)).toBe(defined(pattern, text));
    }),
  );
});

test('a pattern of many stars comes to an end', () => {
  expect(label(`${'*a'.repeat(50)}*b`, 'a'.repeat(10_000))).toBe(false);
});
