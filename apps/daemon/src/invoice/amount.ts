import { type Decimal, negateDecimal, parseDecimal } from '@roamwatch/core';

/** An amount as an invoice writes it, with the currency beside it, in capitals. */
export interface Amount {
  readonly price: Decimal;
  readonly currency: string | null;
}

const SIGNS: Readonly<Record<string, string>> = { '€': 'EUR', '£': 'GBP', US$: 'USD' };

/**
 * Reads "1,234.56", "1.234,56 EUR", "€ 5", "(5.35)" and "5.35-": a sign, brackets, a currency, a mark of thousands.
 *
 * @throws RangeError naming what is wrong with it.
 */
export function readAmount(cell: string): Amount {
  const text = cell.replace(/[\s\u00a0\u202f']/g, '').replaceAll('\u2212', '-');
  if (text === '') throw new RangeError('has no price');
  const [, before = '', figure = '', after = ''] = /^([^\d]*?)(\d[\d.,]*|[.,]\d+)([^\d]*)$/.exec(text) ?? [];
  const marks = `${before}${after}`;
  const currency = marks.replace(/[-+()]/g, '');
  const price = figure === '' ? null : parseDecimal(withPoint(figure));
  const isCurrency =
    currency === '' || currency === '$' || currency in SIGNS || /^[A-Za-z]{3}$/.test(currency);
  if (price === null || !isCurrency) throw new RangeError(`"${cell.trim().slice(0, 40)}" is not a price`);
  const isCredit = /[-(]/.test(marks);
  return {
    price: isCredit ? negateDecimal(price) : price,
    currency: currency === '' || currency === '$' ? null : (SIGNS[currency] ?? currency.toUpperCase()),
  };
}

/** Digits with a decimal point: of two marks the last is the decimal one, and one that comes several times marks thousands. */
function withPoint(figure: string): string {
  const last = Math.max(figure.lastIndexOf('.'), figure.lastIndexOf(','));
  if (last < 0) return figure;
  const mark = figure[last] ?? '';
  const other = mark === '.' ? ',' : '.';
  const isRepeated = figure.indexOf(mark) !== last;
  const isThousands =
    isRepeated || (mark === ',' && !figure.includes(other) && /^[1-9]\d{0,2},\d{3}$/.test(figure));
  if (isThousands) return figure.replaceAll(mark, '').replace(other, '.');
  return `${figure.slice(0, last).replace(/[.,]/g, '')}.${figure.slice(last + 1)}`;
}
