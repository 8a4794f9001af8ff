import type { AlertEntries, AlertItem, AlertTotals, Subject } from '../message.js';
import { MOST_SHOWN } from '../wording/letter.js';
import { Entries } from './entries.js';
import { Foremost } from './foremost.js';
import { Tally } from './tally.js';

/** An alert of a message, and its place among the others. */
export interface Placed<Place> {
  readonly item: AlertItem;
  readonly place: Place;
}

/** The alerts about one eSIM, or one about none. */
export type PlacedSubject<P> = readonly [P, ...P[]];

/** The first alerts of a message, which decide on the thread it joins. */
const MOST_LEADING = 50;

/** Gathers the alerts of a message however many there are: keeps those it shows, and counts the others. */
export class Gathering<Place, P extends Placed<Place> = Placed<Place>> {
  readonly #tally = new Tally();
  readonly #shown: Foremost<PlacedSubject<P>>;
  readonly #leading: Foremost<{ readonly alertId: number; readonly place: Place }>;
  readonly #entries = new Entries<Place>();

  /**
   * @param compare puts places in the order of the message.
   * @param entryOf an alert as the channel lists it (`Channel.listAlerts`); null where it does not list them.
   */
  constructor(
    readonly compare: (a: Place, b: Place) => number,
    readonly entryOf: ((item: AlertItem) => string) | null,
  ) {
    this.#shown = new Foremost(MOST_SHOWN, ([a], [b]) => compare(a.place, b.place));
    this.#leading = new Foremost(MOST_LEADING, (a, b) => compare(a.place, b.place));
  }

  /** Some of them; those about one eSIM come together. */
  add(subjects: readonly PlacedSubject<P>[]): void {
    const sorted = subjects.map((subject) => inOrder(subject, this.compare));
    for (const subject of sorted) {
      this.#tally.add(itemsOf(subject));
      this.#shown.add(subject);
      for (const { item, place } of subject) this.#leading.add({ alertId: item.alertId, place });
    }
    const { entryOf } = this;
    if (entryOf === null) return;
    this.#entries.add(sorted.flat().map(({ item, place }) => ({ place, text: entryOf(item) })));
  }

  get totals(): AlertTotals {
    return this.#tally.totals;
  }

  /** The alerts of the eSIMs that a message shows at most. */
  get shown(): readonly PlacedSubject<P>[] {
    return this.#shown.inOrder;
  }

  /** The ids of the first alerts. */
  get leading(): readonly number[] {
    return this.#leading.inOrder.map(({ alertId }) => alertId);
  }

  get entries(): AlertEntries {
    return this.#entries.inOrder(this.compare);
  }
}

export function itemsOf<Place>([worst, ...others]: PlacedSubject<Placed<Place>>): Subject {
  return [worst.item, ...others.map(({ item }) => item)];
}

function inOrder<Place, P extends Placed<Place>>(
  subject: PlacedSubject<P>,
  compare: (a: Place, b: Place) => number,
): PlacedSubject<P> {
  const [first, ...others] = subject.toSorted((a, b) => compare(a.place, b.place));
  return first === undefined ? subject : [first, ...others];
}
