import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshStore, listAlone, listed, NOON } from './stores.js';

const POLLED = { allBut: ['EXPIRED', 'REVOKED'] };

/** A card in somebody's phone: what the provider calls it changes, the card does not. */
interface Card {
  id: string;
  iccid: string;
  /** Earlier ids that the list still names. */
  remains: string[];
}

type Change = { readonly kind: 'issue' | 'renumber' | 'swap' | 'add' | 'hide'; readonly which: number };

const change = fc.record({
  kind: fc.constantFrom<Change['kind'][]>('issue', 'issue', 'renumber', 'swap', 'add', 'hide'),
  which: fc.nat(20),
});

test('a card has one history for ever, however the list names it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 12 }), fc.boolean(), async (changes, backwards) => {
      const { fleet } = await freshStore();
      let named = 0;
      const newCard = (): Card => {
        named += 1;
        return { id: `e${named}`, iccid: String(8_944_500_000_000_000_000n + BigInt(named)), remains: [] };
      };
      const cards = [newCard(), newCard(), newCard()];
      const keys = new Map<Card, number>();
      for (const [index, { kind, which }] of [{ kind: 'hide', which: 20 } as Change, ...changes].entries()) {
        const at = NOON + 60 * index;
        const one = cards[which % cards.length] as Card;
        const other = cards[(which + 1) % cards.length] as Card;
        named += 1;
        if (kind === 'issue') {
          one.remains.push(one.id);
          one.id = `e${named}`;
        } else if (kind === 'renumber') {
          one.iccid = String(8_944_600_000_000_000_000n + BigInt(named));
          one.remains = [];
        } else if (kind === 'swap') {
          [one.id, other.id] = [other.id, one.id];
        } else if (kind === 'add') {
          cards.push(newCard());
        }
        const hidden = kind === 'hide' && which < 20 ? one : null;
        const esims = cards
          .filter((card) => card !== hidden)
          .flatMap(({ id, iccid, remains }) => [
            ...remains.map((former) => listed(former, { iccid, status: 'EXPIRED' })),
            listed(id, { iccid }),
          ]);
        await listAlone({ fleet }, backwards ? esims.reverse() : esims, at);
        const targets = await fleet.pollTargets(POLLED);
        const shown = cards.filter((card) => card !== hidden);
        expect(targets.map(({ iccid }) => iccid).sort()).toEqual(shown.map(({ iccid }) => iccid).sort());
        for (const card of shown) {
          const target = targets.find(({ iccid }) => iccid === card.iccid);
          expect(target?.esimId).toBe(card.id);
          expect(target?.esim).toBe(keys.get(card) ?? target?.esim);
          keys.set(card, target?.esim ?? 0);
        }
      }
    }),
    { numRuns: 15 },
  );
});

test('an eSIM that was listed before it had its ICCID gives way to the card it turns out to be', async () => {
  const { fleet } = await freshStore();
  const iccid = '8944500000000000011';
  await fleet.recordListed(
    { esims: [listed('e1', { iccid }), listed('e2', { iccid: null })], rejected: [] },
    NOON,
  );
  await listAlone({ fleet }, [listed('e2', { iccid })], NOON + 1);
  await fleet.recordListed({ esims: [listed('e2', { iccid: null })], rejected: [] }, NOON + 2);
  expect(await fleet.pollTargets(POLLED)).toMatchObject([{ esim: 1, esimId: 'e2', iccid }]);
  expect([...(await fleet.countByStatus()).values()]).toEqual([1]);
});
