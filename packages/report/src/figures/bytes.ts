import { formatDecimal } from '@roamwatch/core';
import { digits } from './digits.js';

const MB = 1024 ** 2;
const MB_EXACT = BigInt(MB);

/** `.000` to `.999`: reports need one a row. */
const FRACTIONS = Array.from({ length: 1000 }, (_, number) => `.${String(number).padStart(3, '0')}`);

/**
 * Bytes in MB (1 MB = 1,048,576 bytes) with 3 decimals, rounded half up (away from zero when negative) from the exact figure.
 */
export function megabytes(bytes: number | bigint): string {
  if (typeof bytes === 'bigint') return megabytesExactly(bytes);
  const size = Math.abs(bytes);
  if (size > Number.MAX_SAFE_INTEGER / 1000) return megabytesExactly(BigInt(bytes));
  const thousandths = Math.floor((size * 1000 + MB / 2) / MB);
  const text = digits(Math.floor(thousandths / 1000)) + (FRACTIONS[thousandths % 1000] ?? '');
  return bytes < 0 && thousandths > 0 ? `-${text}` : text;
}

function megabytesExactly(bytes: bigint): string {
  const size = bytes < 0n ? -bytes : bytes;
  const units = (size * 1000n + MB_EXACT / 2n) / MB_EXACT;
  return formatDecimal({ units: bytes < 0n ? -units : units, scale: 3 });
}

/** Adds up bytes exactly, also beyond 2^53, at the price of a plain addition. */
export class ByteTotal {
  #carried = 0n;
  #recent = 0;

  add(bytes: number): void {
    const sum = this.#recent + bytes;
    if (Number.isSafeInteger(sum)) {
      this.#recent = sum;
    } else {
      this.#carried += BigInt(this.#recent);
      this.#recent = bytes;
    }
  }

  get total(): bigint {
    return this.#carried + BigInt(this.#recent);
  }
}
