import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { closeMonth, openReportSource } from '@roamwatch/monitor';
import { frozenRows, type ProfileName, parseMonth, type ReportKind, writeReport } from '@roamwatch/report';
import { openStore, type Store } from '@roamwatch/store';
import { listedEsim } from '../listed-esim.js';
import { storeAnswer, storeDays } from '../store-days.js';

/** 2026-07-01T00:00:00Z: all months of the tests are over. */
export const JULY = Date.UTC(2026, 6, 1) / 1000;

export const LOCATIONS = ['France', 'Japan', ''] as const;

/** A purchase as the history lists it. */
export interface Bought {
  readonly price: string | null;
  readonly currency: string;
  readonly type: string;
  readonly packageId: string;
}

export const TOP_UP: Bought = { price: '5.00', currency: 'EUR', type: 'topup', packageId: 'p' };

/** Sums that are zero are left out. */
export function addCents(sums: Map<string, number>, currency: string, cents: number): void {
  const sum = (sums.get(currency) ?? 0) + cents;
  if (sum === 0) sums.delete(currency);
  else sums.set(currency, sum);
}

/** A real database with two eSIMs, as the provider and finance would work on it. */
export class Books {
  readonly file: string;
  store: Store;
  readonly pruned = new Map<string, number>();
  #clock = JULY;
  /** Ids of re-issued cards. */
  readonly #ids = new Map<number, string>();
  readonly #bought = new Map<string, { price: string | null; currency: string; refund: boolean }>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'roamwatch-books-'));

  private constructor() {
    this.file = join(this.#folder, 'roamwatch.db');
    this.store = this.#open();
  }

  static async open(): Promise<Books> {
    const books = new Books();
    const { cycles } = books.store;
    await cycles.finish(await cycles.begin(JULY), JULY, {}, null);
    const esims = ['e1', 'e2'].map((esimId, index) =>
      listedEsim({ esimId, iccid: `894400000000000000${index + 1}` }),
    );
    await books.store.fleet.recordListed({ esims, rejected: [] }, JULY);
    return books;
  }

  #open(): Store {
    return openStore({ file: this.file, now: () => this.#clock });
  }

  get now(): number {
    this.#clock += 1;
    return this.#clock;
  }

  /** What the provider says of a day now. */
  async state(date: string, esim: number, location: string, usedBytes: number): Promise<void> {
    await storeDays(this.store, esim, [{ date, location, usedBytes }], this.now);
  }

  /** What the packages history says of a purchase now: null and '' are missing. */
  async buy(date: string, esim: number, bought: Bought): Promise<void> {
    const key = `${esim} ${date}`;
    const before = this.#bought.get(key);
    this.#bought.set(key, {
      price: bought.price ?? before?.price ?? null,
      currency: bought.currency || before?.currency || '',
      refund: bought.type === '' ? (before?.refund ?? false) : bought.type === 'refund',
    });
    const purchasedAt = Date.parse(date) / 1000;
    const purchase = { ...bought, esimId: `e${esim}`, packageName: '1 GB', purchasedAt, updatedAt: null };
    await this.store.purchases.record(esim, { purchases: [purchase], rejected: [] }, this.now);
  }

  /** A reading of a package that runs from a date for so many days. */
  async run(date: string, esim: number, days: number): Promise<void> {
    const startedAt = Date.parse(date) / 1000;
    const now = {
      at: this.now,
      allowanceBytes: 2 ** 30,
      remainingBytes: 2 ** 20,
      packageStartedAt: startedAt,
      packageEndsAt: startedAt + days * 86_400,
    };
    await storeAnswer(this.store, esim, now.at, {
      reading: { now, former: null, isFormerKept: false, unlimited: false },
    });
  }

  /** What all purchases cost now, in cents a currency; refunds negative. */
  get spent(): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    for (const { price, currency, refund } of this.#bought.values()) {
      const cents = Math.round(Number(price ?? 0) * 100);
      addCents(sums, currency, refund && cents > 0 ? -cents : cents);
    }
    return sums;
  }

  async owner(costCentre: string): Promise<void> {
    const entry = { email: null, label: `of ${costCentre}`, glCode: null, project: null, validFrom: null };
    await this.store.inventory.replace(
      [1, 2].map((n) => ({ ...entry, iccid: `894400000000000000${n}`, costCentre })),
      costCentre,
      this.now,
    );
  }

  async close(month: string): Promise<void> {
    if (await this.isClosed(month)) return;
    await closeMonth({ store: this.store, now: this.now, timeZone: 'UTC' }, month);
  }

  /** Every day that is stored, read without the report package. */
  async days(): Promise<ReadonlyMap<string, number>> {
    const days = new Map<string, number>();
    for (const esim of [1, 2]) {
      for (const { date, location, usedBytes } of await this.store.usage.daysSince(esim, '2026-01-01')) {
        days.set([date, iccidOf(esim), location].join(), usedBytes);
      }
    }
    return days;
  }

  /** Removes what the retention of an operator who keeps little would; what it was is remembered here. */
  async prune(): Promise<void> {
    for (const [day, usedBytes] of await this.days()) this.pruned.set(day, usedBytes);
    await this.store.upkeep.prune({
      dropDaysBefore: '2026-06-01',
      dropReadingsBefore: this.now,
      dropCyclesBefore: this.now,
    });
  }

  /** The provider re-issues the profile of a card: the same ICCID under another id. */
  async reissue(esim: number): Promise<void> {
    this.#ids.set(esim, `${idOf(esim)}-issued-at-${this.now}`);
    const esims = [1, 2].map((one) =>
      listedEsim({ esimId: this.#ids.get(one) ?? idOf(one), iccid: iccidOf(one) }),
    );
    await this.store.fleet.recordListed({ esims, rejected: [] }, this.now);
  }

  /** A closing that is killed between storing the usage and the purchases. */
  async dieClosing(month: string): Promise<void> {
    if (await this.isClosed(month)) return;
    const draft = await this.store.closing.begin(month, () => {});
    const source = await openReportSource(this.store);
    const rows = frozenRows(source, parseMonth(month), 'UTC');
    await draft.fill({ ...rows, purchases: killed() }).catch(() => {});
    await source.close();
    await this.reopenFile();
  }

  async reopen(month: string): Promise<void> {
    if (!(await this.isClosed(month))) return;
    await this.store.closing.reopen(month, () => ({ at: this.now, comment: 'to test' }));
  }

  async isClosed(month: string): Promise<boolean> {
    const { closings } = await this.store.closing.history();
    return closings.some((closing) => closing.month === month);
  }

  async reopenFile(): Promise<void> {
    await this.store.close();
    this.store = this.#open();
  }

  /** A file of a month, of this database or of another one. */
  report(kind: ReportKind, month: string, profile: ProfileName = 'plain', file = this.file): Promise<string> {
    return reportOf(file, kind, month, profile);
  }

  async dispose(): Promise<void> {
    await this.store.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function idOf(esim: number): string {
  return `e${esim}`;
}

function iccidOf(esim: number): string {
  return `894400000000000000${esim}`;
}

// biome-ignore lint/correctness/useYield: it dies before the first
async function* killed(): AsyncGenerator<never> {
  throw new Error('killed');
}

export async function reportOf(
  file: string,
  kind: ReportKind,
  month: string,
  profile: ProfileName = 'plain',
): Promise<string> {
  const store = openStore({ file, readOnly: true });
  const source = await openReportSource(store);
  const out = new PassThrough();
  try {
    const read = text(out);
    await writeReport({ source, kind, period: parseMonth(month), profile, timeZone: 'UTC' }, out);
    out.end();
    return await read;
  } finally {
    await source.close();
    await store.close();
  }
}
