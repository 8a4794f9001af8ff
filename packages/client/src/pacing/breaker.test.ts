import { expect, test } from 'vitest';
import { Breaker } from './breaker.js';

function broken(): Breaker {
  const breaker = new Breaker(2);
  breaker.learn('failed', 0);
  expect(breaker.waitMs(0)).toBe(0);
  breaker.learn('failed', 0);
  return breaker;
}

test('rests after failures running, then lets one call through', () => {
  const breaker = broken();
  expect(breaker.waitMs(4_000)).toBe(6_000);
  expect(breaker.waitMs(10_000)).toBe(0);
  expect(breaker.waitMs(10_000)).toBeGreaterThan(0);
  breaker.learn('answered', 10_000);
  expect([breaker.waitMs(10_000), breaker.waitMs(10_000)]).toEqual([0, 0]);
});

test('a failed probe doubles the rest, up to two minutes', () => {
  const breaker = broken();
  let now = 0;
  for (const rest of [10_000, 20_000, 40_000, 80_000, 120_000, 120_000]) {
    expect(breaker.waitMs(now)).toBe(rest);
    now += rest;
    expect(breaker.waitMs(now)).toBe(0);
    breaker.learn('failed', now);
  }
});

test('calls that were under way when it broke do not lengthen the rest; an abandoned probe frees its place', () => {
  const breaker = broken();
  breaker.learn('failed', 5_000);
  expect(breaker.waitMs(10_000)).toBe(0);
  breaker.learn('undecided', 10_000);
  expect(breaker.waitMs(10_000)).toBe(0);
});

test('only failures running count', () => {
  const breaker = new Breaker(2);
  for (let now = 0; now < 10; now++) {
    breaker.learn('failed', now);
    breaker.learn('answered', now);
  }
  expect(breaker.waitMs(10)).toBe(0);
});

test('a probe whose process died does not keep the others waiting for ever', () => {
  const breaker = broken();
  expect(breaker.waitMs(10_000)).toBe(0);
  expect(breaker.waitMs(129_000)).toBeGreaterThan(0);
  expect(breaker.waitMs(130_000)).toBe(0);
});
