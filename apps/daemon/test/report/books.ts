import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { closeMonth, openReportSource } from '@roamwatch/monitor';
import { type ProfileName, parseMonth, type ReportKind, writeReport } from '@roamwatch/report';
import { openStore, type Store } from '@roamwatch/store';
import { listedEsim } from '../listed-esim.js';

/** 2026-07-01T00:00:00Z: all months of the tests are over. */
export const JULY = Date.UTC(2026, 6, 1) / 1000;

export const LOCATIONS = ['France', 'Japan', ''] as const;

/** A real database with two eSIMs, as the provider and finance would work on it. */
export class Books {
  readonly file: string;
  store: Store;
  #clock = JULY;
  readonly #bought = new Map<string, string>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'roamwatch-books-'));

  constructor() {
    this.file = join(this.#folder, 'roamwatch.db');
    this.store = this.#open();
    const id = this.store.cycles.begin(JULY);
    this.store.cycles.finish(id, JULY, {}, null);
    this.store.fleet.recordListed(
      ['e1', 'e2'].map((esimId, index) => listedEsim({ esimId, iccid: `894400000000000000${index + 1}` })),
      JULY,
    );
  }

  #open(): Store {
    return openStore({ file: this.file, now: () => this.#clock });
  }

  get now(): number {
    this.#clock += 1;
    return this.#clock;
  }

  /** What the provider says of a day now. */
  state(date: string, esim: number, location: string, usedBytes: number): void {
    this.store.usage.recordDays(esim, [{ date, location, usedBytes }], this.now);
  }

  buy(date: string, esim: number, price: string): void {
    this.#bought.set(`${esim} ${date}`, price);
    const purchasedAt = Date.parse(date) / 1000;
    const purchase = { esimId: `e${esim}`, packageId: `p${date}`, packageName: '1 GB', type: 'esim' };
    this.store.purchases.record(
      esim,
      [{ ...purchase, price, currency: 'EUR', purchasedAt, updatedAt: null }],
      this.now,
    );
  }

  /** What each purchase costs now. */
  prices(): readonly string[] {
    return [...this.#bought.values()];
  }

  owner(costCentre: string): void {
    const entry = { email: null, label: `of ${costCentre}`, glCode: null, project: null, validFrom: null };
    this.store.inventory.replace(
      [1, 2].map((n) => ({ ...entry, iccid: `894400000000000000${n}`, costCentre })),
      costCentre,
      this.now,
    );
  }

  async close(month: string): Promise<void> {
    if (await this.isClosed(month)) return;
    await closeMonth({ store: this.store, now: this.now, timeZone: 'UTC' }, month);
  }

  async reopen(month: string): Promise<void> {
    if (!(await this.isClosed(month))) return;
    await this.store.closing.reopen(month, () => ({ at: this.now, comment: 'to test' }));
  }

  async isClosed(month: string): Promise<boolean> {
    const { closings } = await this.store.closing.history();
    return closings.some((closing) => closing.month === month);
  }

  reopenFile(): void {
    this.store.close();
    this.store = this.#open();
  }

  /** A file of a month, of this database or of another one. */
  report(kind: ReportKind, month: string, profile: ProfileName = 'plain', file = this.file): Promise<string> {
    return reportOf(file, kind, month, profile);
  }

  dispose(): void {
    this.store.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
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
    await writeReport({ source, kind, period: parseMonth(month), profile }, out);
    out.end();
    return await read;
  } finally {
    await source.close();
    store.close();
  }
}
