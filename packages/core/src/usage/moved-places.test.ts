import fc from 'fast-check';
import { expect, test } from 'vitest';
import { movedPlaces } from './moved-places.js';

const on = (date: string, places: Readonly<Record<string, number>>) =>
  Object.entries(places).map(([location, usedBytes]) => ({ date, location, usedBytes }));
const moved = (told: Readonly<Record<string, number>>, stored: Readonly<Record<string, number>>) =>
  movedPlaces(on('2026-03-10', told), on('2026-03-10', stored)).map(({ location }) => location);

test('a place that is named otherwise has moved, also when the day has grown meanwhile', () => {
  expect(moved({ 'United Kingdom': 100 }, { UK: 100 })).toEqual(['UK']);
  expect(moved({ France: 150 }, { '': 100 })).toEqual(['']);
  expect(moved({ France: 100, Spain: 60 }, { France: 100, '': 50 })).toEqual(['']);
});

test('places put together have moved into the one that is left', () => {
  expect(moved({ France: 150 }, { France: 100, Spain: 50 })).toEqual(['Spain']);
});

test('a place that is missing is not zero', () => {
  expect(moved({ France: 100 }, { France: 100, Spain: 50 })).toEqual([]);
  expect(moved({}, { France: 100 })).toEqual([]);
});

test('a day that is missing has not moved into another', () => {
  expect(movedPlaces(on('2026-03-10', { France: 500 }), on('2026-03-09', { Spain: 5 }))).toEqual([]);
});

test('a day never falls below its former figure, and never counts more than is reported and was kept', () => {
  const places = fc.dictionary(fc.constantFrom('', 'France', 'Spain', 'Peru'), fc.nat(9));
  const sum = (figures: readonly { readonly usedBytes: number }[]) =>
    figures.reduce((total, { usedBytes }) => total + usedBytes, 0);
  fc.assert(
    fc.property(places, places, (told, stored) => {
      const gone = moved(told, stored);
      const kept = Object.entries(stored).filter(([place]) => !(place in told) && !gone.includes(place));
      const after = sum(on('', told)) + sum(on('', Object.fromEntries(kept)));
      if (gone.length > 0) {
        expect(after).toBe(sum(on('', told)));
        expect(after).toBeGreaterThanOrEqual(sum(on('', stored)));
      }
      expect(gone.some((place) => place in told)).toBe(false);
    }),
  );
});
