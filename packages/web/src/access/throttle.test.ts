import { MINUTE } from '@roamwatch/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Throttle } from './throttle.js';

const NOW = 1_770_000_000;

test('whatever the times, no address gets more than ten tries in five minutes, and each is let in again', () => {
  const seconds = fc.array(fc.integer({ min: 0, max: 20 * MINUTE }), { minLength: 11, maxLength: 200 });
  fc.assert(
    fc.property(seconds, (given) => {
      const throttle = new Throttle();
      const tried: number[] = [];
      for (const at of given.map((second) => NOW + second).sort((a, b) => a - b)) {
        if (throttle.wait('192.0.2.1', at) > 0) continue;
        throttle.failed('192.0.2.1', at);
        tried.push(at);
      }
      // Windows begin with their first failure: at the border of two there are at most twice as many.
      for (const at of tried) {
        expect(tried.filter((other) => other >= at && other < at + 5 * MINUTE).length).toBeLessThanOrEqual(
          20,
        );
      }
      expect(throttle.wait('192.0.2.1', NOW + 26 * MINUTE)).toBe(0);
    }),
  );
});

test('no number of addresses locks another one out', () => {
  const throttle = new Throttle();
  for (let host = 0; host < 250; host++) {
    for (let count = 0; count < 10; count++) throttle.failed(`198.51.100.${host}`, NOW);
  }
  expect(throttle.wait('198.51.100.7', NOW)).toBe(5 * MINUTE);
  expect(throttle.wait('192.0.2.2', NOW)).toBe(0);
});

test('all addresses of an IPv6 network count as one', () => {
  const throttle = new Throttle();
  for (let host = 1; host <= 10; host++) throttle.failed(`2001:db8:0:7::${host}`, NOW);
  expect(throttle.wait('2001:db8::7:ffff:0:0:1', NOW)).toBe(5 * MINUTE);
  expect(throttle.wait('2001:db8:0:8::1', NOW)).toBe(0);
});

test('a clock that was set back locks nobody out for longer', () => {
  const throttle = new Throttle();
  for (let count = 0; count < 10; count++) throttle.failed('192.0.2.1', NOW + 3600);
  throttle.failed('192.0.2.1', NOW);
  expect(throttle.wait('192.0.2.1', NOW)).toBe(0);
});
