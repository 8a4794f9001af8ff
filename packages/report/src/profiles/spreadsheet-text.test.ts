import { expect, it } from 'vitest';
import { isTakenForAFigure } from './spreadsheet-text.js';

it.each(
  [
    ['(123)', '5%', '%5', 'MAR1', '1-2', '1/2', '12E5', '1e5', '00420', '8944000000000000001', '2026-02'],
    ['$5', '5 €', '€5', '£1,000.00', '1.234,56', '1 000', "1'000", '3/4', '10:30', '10:30 PM', '3 am'],
    ['1 March 2026', 'Mar-26', 'SEPT2', '2. Mai', '1 déc. 2026', '3 de enero de 2026', '12 mrt', '1 gen'],
    ['TRUE', 'false', 'WAHR', 'Faux', 'verdadero', '#N/A', '#REF!', '١٢٣', '１２', ' 12', '12 ', '1d5'],
  ].flat(),
)('%s is no figure in a spreadsheet, but text', (text) => {
  expect(isTakenForAFigure(text)).toBe(true);
});

it.each([
  '',
  'Anna',
  '1 GB',
  'X4',
  '7 Days',
  'march',
  'b06036c5-eadc-4f88-aa31',
  'p-1gb',
  'sales-emea',
  'e',
  '-',
])('%s is left as it is', (text) => {
  expect(isTakenForAFigure(text)).toBe(false);
});
