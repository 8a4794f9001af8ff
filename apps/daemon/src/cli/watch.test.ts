import { expect, test } from 'vitest';
import { fitted } from './watch.js';

const LINES = ['HEAD', 'a', 'b', 'c', 'd', '', 'As of now.', 'Not monitored: 1.'];

test('lines that fit are shown whole', () => {
  expect(fitted(LINES, 8)).toEqual(LINES);
});

test('on a small screen the list gives way, not the notes below it', () => {
  expect(fitted(LINES, 6)).toEqual([
    'HEAD',
    'a',
    '… 3 more lines. Use --limit or a filter',
    '',
    'As of now.',
    'Not monitored: 1.',
  ]);
  for (let height = 2; height < 8; height++) expect(fitted(LINES, height).length).toBeLessThanOrEqual(height);
});
