import { expect, test } from 'vitest';
import { nearest } from './nearest.js';

const KEYS = ['warning', 'critical', 'cost_centre', 'to'];

test.each([
  ['warnign', 'warning'],
  ['WARNING', 'warning'],
  ['cost_center', 'cost_centre'],
  ['costCentre', 'cost_centre'],
  ['ot', null],
  ['proxy', null],
  ['', null],
])('%s was meant to be %s', (given, meant) => {
  expect(nearest(given, KEYS)).toBe(meant);
});

test('nothing is near when there is nothing', () => {
  expect(nearest('warning', [])).toBeNull();
});
