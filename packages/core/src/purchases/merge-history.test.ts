import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type HistoryChanges,
  type KnownPurchase,
  mergeHistory,
  type PurchaseFields,
} from './merge-history.js';

const AT = 1_773_144_000;

function purchase(changes: Partial<PurchaseFields> = {}): PurchaseFields {
  return {
    packageId: 'p-1gb',
    packageName: '1 GB - 7 Days',
    type: 'esim',
    price: '5.35',
    currency: 'USD',
    purchasedAt: AT - 1_000,
    updatedAt: null,
    ...changes,
  };
}

function stored(changes: HistoryChanges, before: readonly KnownPurchase[] = []): readonly KnownPurchase[] {
  const changed = new Map(changes.changed.map((one) => [one.id, one]));
  const kept = before.map((one) => changed.get(one.id) ?? one);
  return [...kept, ...changes.added.map((one, index) => ({ ...one, id: kept.length + index + 1 }))];
}

function history(...answers: readonly (readonly PurchaseFields[])[]): readonly KnownPurchase[] {
  return answers.reduce<readonly KnownPurchase[]>(
    (known, reported) =>
      stored(
        mergeHistory(known, reported, AT, () => true),
        known,
      ),
    [],
  );
}

describe('a purchase stays one', () => {
  it.each<[string, Partial<PurchaseFields>, Partial<PurchaseFields>]>([
    ['its type is completed', { type: '' }, { type: 'esim' }],
    ['its type is respelt', { type: 'top-up' }, { type: 'topup' }],
    ['its package id is completed', { packageId: '' }, { packageId: 'p-1gb' }],
    ['its package id is respelt', { packageId: 'p_1gb' }, { packageId: 'p-1gb' }],
    ['its package name is completed', { packageName: '' }, { packageName: '1 GB' }],
    ['its instant is completed', { purchasedAt: null }, { purchasedAt: AT - 99_999 }],
    ['its instant is told in another time zone', { purchasedAt: AT - 3_600 }, { purchasedAt: AT }],
    ['its instant is corrected', { updatedAt: 5 }, { updatedAt: 5, purchasedAt: AT - 77 }],
    ['its price is completed', { price: null }, { price: '5.35' }],
    ['its currency is corrected', { currency: 'USD' }, { currency: 'EUR', price: '5.00' }],
    ['its instant and package id are completed', { purchasedAt: null, packageId: '' }, {}],
    ['its instant is completed and its name respelt', { purchasedAt: null, packageName: '1GB' }, {}],
    ['its instant and type are completed', { purchasedAt: null, type: '' }, { purchasedAt: AT - 5 }],
  ])('when %s', (_, first, second) => {
    const known = history([purchase(first)], [purchase(second)]);
    expect(known).toEqual([{ ...purchase(second), id: 1, datedAt: purchase(second).purchasedAt }]);
  });

  it('when the answer omits a known value', () => {
    const bare = purchase({ packageId: '', type: '', price: null, currency: '', purchasedAt: null });
    expect(history([purchase()], [bare])).toEqual(history([purchase()]));
  });

  it('in whatever order the history comes, and whichever field of each is respelt', () => {
    const base = [
      purchase(),
      purchase({ packageId: 'p-2gb', packageName: '2 GB', price: '9', type: 'topup', purchasedAt: AT - 9 }),
      purchase({
        packageId: 'p-3gb',
        packageName: '3 GB',
        price: '12',
        currency: 'EUR',
        purchasedAt: AT - 5,
      }),
      purchase({ packageId: 'p-4gb', packageName: '4 GB', price: '20', purchasedAt: null }),
    ];
    const respelling = fc.constantFrom<Partial<PurchaseFields>>(
      {},
      { type: 'other' },
      { type: '' },
      { packageId: '' },
      { packageName: 'other' },
      { price: null },
      { currency: '' },
      { purchasedAt: null },
    );
    const answer = fc
      .tuple(respelling, respelling, respelling, respelling)
      .map((spelt) => base.map((one, index) => ({ ...one, ...spelt[index] })))
      .chain((rows) => fc.shuffledSubarray(rows, { minLength: 0 }));
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 6 }), (answers) => {
        const known = history(base, ...answers);
        expect(known.map(({ price, currency }) => [price, currency])).toEqual(
          base.map(({ price, currency }) => [price, currency]),
        );
      }),
    );
  });
});

describe('purchases stay apart', () => {
  it.each<[string, readonly PurchaseFields[]]>([
    ['the same bought twice in a second', [purchase(), purchase()]],
    ['the same bought a week later', [purchase(), purchase({ purchasedAt: AT + 604_800 })]],
    ['the same bought a minute later', [purchase(), purchase({ purchasedAt: AT - 940 })]],
    ['another package in the same second', [purchase(), purchase({ packageId: 'x', packageName: 'X' })]],
    ['a refund of the same instant', [purchase(), purchase({ type: 'refund' })]],
  ])('%s', (_, bought) => {
    expect(history(bought.slice(0, 1), bought, bought.toReversed())).toHaveLength(2);
  });

  it('a top-up of the same package within hours, while the first is still reported', () => {
    const again = purchase({ purchasedAt: AT });
    expect(history([purchase()], [again, purchase()])).toHaveLength(2);
  });
});

describe('its month', () => {
  it('is that of the instant once it is known, as long as no closed month depends on it', () => {
    const first = history([purchase({ purchasedAt: null })]);
    expect(first[0]?.datedAt).toBe(AT);
    const now = [purchase({ purchasedAt: AT - 5_000_000 })];
    expect(
      stored(
        mergeHistory(first, now, AT, () => true),
        first,
      )[0]?.datedAt,
    ).toBe(AT - 5_000_000);
    expect(
      stored(
        mergeHistory(first, now, AT, (at) => at === AT),
        first,
      )[0]?.datedAt,
    ).toBe(AT);
  });
});

it('writes nothing when nothing changed', () => {
  const known = history([purchase()]);
  expect(mergeHistory(known, [purchase()], AT + 9, () => true)).toEqual({ added: [], changed: [] });
});
