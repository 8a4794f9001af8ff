import type { EsimKey } from '@roamwatch/core';

/** Keys of eSIMs, a bit each: those of a million take an eighth of a MB, where a `Set` takes 30. */
export class KeySet {
  #bits = new Uint8Array(4096);

  add(key: EsimKey): void {
    const byte = Math.floor(key / 8);
    if (byte >= this.#bits.length) this.#grow(byte);
    this.#bits[byte] = (this.#bits[byte] ?? 0) | (1 << (key % 8));
  }

  has(key: EsimKey): boolean {
    return ((this.#bits[Math.floor(key / 8)] ?? 0) & (1 << (key % 8))) !== 0;
  }

  #grow(byte: number): void {
    const larger = new Uint8Array(2 * (byte + 1));
    larger.set(this.#bits);
    this.#bits = larger;
  }
}
