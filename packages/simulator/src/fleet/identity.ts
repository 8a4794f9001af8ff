import { mix, STREAM } from '../random/random.js';
import { luhnCheckDigit } from './luhn.js';

/**
 * The ICCIDs and eSIM ids of a fleet. Both carry the eSIM's index, scattered by a reversible permutation, so that
 * a million of them are found again without a table.
 */
export interface Identities {
  /** 19 digits: 8944, four of the fleet, ten of the eSIM, the check digit. */
  iccid(index: number): string;
  /** A UUID. */
  esimId(index: number): string;
  /** The order it was bought with, together with up to two others. */
  referenceId(index: number): string;
  /** The indices of an order's eSIMs; none when no order can have this reference. */
  indicesOfReference(referenceId: string): readonly number[];
  /** Null when no eSIM of this fleet can have it. */
  indexOfIccid(iccid: string): number | null;
  indexOfEsimId(esimId: string): number | null;
}

const ORDER_SIZE = 3;

const ICCID = /^\d{8}(\d{10})\d$/;
const UUID = /^([\da-f]{8})-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/;

export function createIdentities(seed: number): Identities {
  const permutation = createPermutation(seed);
  const issuer = `8944${String(mix(seed, 0, STREAM.identity) % 10_000).padStart(4, '0')}`;

  function iccid(index: number): string {
    const body = issuer + String(permutation.scatter(index)).padStart(10, '0');
    return body + luhnCheckDigit(body);
  }

  function esimId(index: number): string {
    const low = hex(mix(seed, index, STREAM.identity));
    const high = hex(mix(index, seed, STREAM.identity));
    return `${hex(permutation.scatter(index))}-${low.slice(0, 4)}-4${low.slice(4, 7)}-a${high.slice(0, 3)}-${high.slice(3)}${low.slice(1)}`;
  }

  return {
    iccid,
    esimId,
    referenceId: (index) => `order-${Math.floor(index / ORDER_SIZE)}`,
    indicesOfReference(referenceId) {
      const order = /^order-(\d{1,10})$/.exec(referenceId)?.[1];
      if (order === undefined) return [];
      return Array.from({ length: ORDER_SIZE }, (_, place) => Number(order) * ORDER_SIZE + place);
    },
    indexOfIccid(text) {
      const number = Number(ICCID.exec(text)?.[1]);
      if (!(number <= 0xffffffff)) return null;
      const index = permutation.gather(number);
      return iccid(index) === text ? index : null;
    },
    indexOfEsimId(text) {
      const head = UUID.exec(text)?.[1];
      if (head === undefined) return null;
      const index = permutation.gather(Number.parseInt(head, 16));
      return esimId(index) === text ? index : null;
    },
  };
}

interface Permutation {
  /** Any 32-bit number to another one, each to its own. */
  scatter(index: number): number;
  gather(scattered: number): number;
}

function createPermutation(seed: number): Permutation {
  const key = mix(seed, 1, STREAM.identity);
  const factor = mix(seed, 2, STREAM.identity) | 1;
  const inverse = inverseOfOdd(factor);
  return {
    scatter(index) {
      const spread = Math.imul(index ^ key, factor);
      return Math.imul(spread ^ (spread >>> 16), factor) >>> 0;
    },
    gather(scattered) {
      const spread = Math.imul(scattered, inverse);
      return (Math.imul(spread ^ (spread >>> 16), inverse) ^ key) >>> 0;
    },
  };
}

/** The factor that undoes a multiplication by `odd` modulo 2^32 (Newton's iteration doubles the right bits). */
function inverseOfOdd(odd: number): number {
  let inverse = odd;
  for (let rightBits = 3; rightBits < 32; rightBits *= 2) {
    inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  }
  return inverse;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
