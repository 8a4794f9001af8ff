import { expect, test } from 'vitest';
import { remembering } from './remembering.js';

test('a remembered function gives the same values, null and undefined included, and computes each once', () => {
  const made: string[] = [];
  const shortOnly = remembering(10, (key: string) => {
    made.push(key);
    return key === 'none' ? undefined : key.length < 3 ? key : null;
  });
  for (const _ of [1, 2]) expect(['a', 'long', 'none'].map(shortOnly)).toEqual(['a', null, undefined]);
  expect(made).toEqual(['a', 'long', 'none']);
});

test('however many keys there are, it keeps a bounded number', () => {
  let made = 0;
  const doubled = remembering(3, (key: number) => {
    made += 1;
    return key * 2;
  });
  for (const key of [1, 2, 3, 4, 1]) expect(doubled(key)).toBe(key * 2);
  expect(made).toBe(5);
});
