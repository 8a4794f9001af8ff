import { expect, test } from 'vitest';
import { cardOfEntry, type KnownCard } from './card.js';

const card = (changes: Partial<KnownCard> = {}): KnownCard => ({
  ...{ key: 1, esimId: 'e1', listedAs: 'e1', iccid: 'X', status: 'INSTALLED', hasLeft: false },
  ...changes,
});
const entry = (esimId: string, iccid: string | null, status = 'INSTALLED') => ({ esimId, iccid, status });

test('the number on the card decides, whatever it comes under', () => {
  const known = card();
  expect(cardOfEntry(entry('e2', 'X'), known, null)).toEqual({ kind: 'known', card: known });
  expect(cardOfEntry(entry('e2', 'X'), known, card({ key: 2, iccid: 'Y' }))).toEqual({
    kind: 'known',
    card: known,
  });
});

test('an ICCID never seen, and one that is missing, continue the eSIM', () => {
  const known = card();
  expect(cardOfEntry(entry('e1', 'Y'), null, known)).toEqual({ kind: 'known', card: known });
  expect(cardOfEntry(entry('e1', null), null, known)).toEqual({ kind: 'known', card: known });
});

test('an eSIM id whose card is listed under another by now begins a separate card', () => {
  expect(cardOfEntry(entry('e1', 'Y'), null, card({ listedAs: 'e2' }))).toEqual({
    kind: 'new',
    esimId: 'e1/Y',
  });
  expect(cardOfEntry(entry('e3', 'Z'), null, null)).toEqual({ kind: 'new', esimId: 'e3' });
});

test('an earlier id that is still listed is no evidence, unless the card is gone from the list', () => {
  const known = card({ listedAs: 'e2' });
  expect(cardOfEntry(entry('e1', 'X', 'EXPIRED'), known, known)).toEqual({ kind: 'outdated' });
  expect(cardOfEntry(entry('e1', null), null, known)).toEqual({ kind: 'outdated' });
  expect(cardOfEntry(entry('e1', 'X'), known, known).kind).toBe('known');
  const gone = { ...known, hasLeft: true };
  expect(cardOfEntry(entry('e1', 'X', 'EXPIRED'), gone, gone)).toEqual({ kind: 'known', card: gone });
});
