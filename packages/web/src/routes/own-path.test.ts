import { expect, test } from 'vitest';
import { ownPath } from './own-path.js';

test.each(['/', '/alerts/3', '/esims?q=a%20b&sort=left'])('%s is a path of the page', (path) => {
  expect(ownPath(path)).toBe(path);
});

test.each([
  '',
  'alerts',
  '//evil.example.com',
  '/\\evil.example.com',
  'https://evil.example.com',
  '/\n/evil',
])('%j leads to the overview', (path) => {
  expect(ownPath(path)).toBe('/');
});
