import { HOUR } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { createFormat } from './format.js';
import { preferredLanguage } from './language.js';

/** 2026-07-01T12:00:00Z, 13:00 in London. */
const NOW = Date.UTC(2026, 6, 1, 12) / 1000;
const MB = 1024 ** 2;

test('figures and instants follow the language, and instants the zone', () => {
  const en = createFormat('en', 'Europe/London', NOW);
  const de = createFormat('de', 'Europe/Berlin', NOW);
  expect([en.instant(NOW), de.instant(NOW)]).toEqual(['13:00', '14:00']);
  expect([en.bytes(1.25 * MB), de.bytes(1.25 * MB)]).toEqual(['1.3\u00a0MB', '1,3\u00a0MB']);
  expect([en.price('7.45', 'USD'), de.price('7.45', 'USD')]).toEqual(['7.45\u00a0USD', '7,45\u00a0USD']);
  expect([en.relative(NOW - 3 * HOUR), de.relative(NOW + 3 * HOUR)]).toEqual(['3 hr ago', 'in 3 Std.']);
  expect(en.relative(NOW + 20)).toBe('just now');
  expect(en.exactInstant(NOW)).toContain('13:00:00 BST');
  expect(createFormat('de', 'Europe/London', NOW).exactInstant(NOW)).toContain('13:00:00 UTC+1');
  expect(createFormat('de', 'Africa/Abidjan', NOW).exactInstant(NOW)).toMatch(/12:00:00 UTC$/);
});

test('a size is never shown as 1,024 of a unit', () => {
  expect(createFormat('en', 'UTC', NOW).bytes(1024 * MB - 1)).toBe('1\u00a0GB');
});

test('the language wanted most of those spoken', () => {
  expect(preferredLanguage('fr-FR,de;q=0.8,en;q=0.7')).toBe('de');
  expect(preferredLanguage('en;q=0.2,de-AT;q=0.9')).toBe('de');
  expect(preferredLanguage('fr')).toBe('en');
  expect(preferredLanguage(undefined)).toBe('en');
});
