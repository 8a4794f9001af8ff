import { placeKey } from '@roamwatch/places';
import { isPrintable, printable } from '../text/printable.js';

export interface Place {
  readonly name: string;
  /** False: its name, as it came, contained characters that were replaced. */
  readonly isPrintable: boolean;
}

/** A provider has a few hundred spellings. Bounded, as they come from outside. */
const MOST_SPELLINGS = 5_000;

/**
 * One name for every country, whatever name, code, language, case or Unicode form it comes in: the first one that was
 * known. What is no known country keeps its own name.
 */
export class Places {
  readonly #bySpelling = new Map<string, Place>();
  readonly #byKey = new Map<string, string>();
  #lastSpelling = '';
  #lastPlace: Place = { name: '', isPrintable: true };

  /** Names already in use, the first one first. */
  learn(names: Iterable<string>): void {
    for (const name of names) this.find(name);
  }

  find(spelling: string): Place {
    // Nearly always the place of the row before, and comparing is cheaper than looking up.
    if (spelling !== this.#lastSpelling) {
      this.#lastPlace = this.#bySpelling.get(spelling) ?? this.#meet(spelling);
      this.#lastSpelling = spelling;
    }
    return this.#lastPlace;
  }

  #meet(spelling: string): Place {
    const name = printable(spelling).trim().normalize('NFC');
    const place = { name: this.#nameOf(name), isPrintable: isPrintable(spelling) };
    if (this.#bySpelling.size >= MOST_SPELLINGS) this.#bySpelling.clear();
    this.#bySpelling.set(spelling, place);
    return place;
  }

  #nameOf(name: string): string {
    const key = placeKey(name);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    if (this.#byKey.size < MOST_SPELLINGS) this.#byKey.set(key, name);
    return name;
  }
}
