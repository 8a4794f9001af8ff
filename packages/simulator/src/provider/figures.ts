import { DAY, type Seconds, type UnixSeconds } from '@roamwatch/core';
import type { SimulatedEsim } from '../fleet/esim.js';
import { finalEndOf, journeysOf, purchaseAt, type Travelled } from '../fleet/run.js';
import { STREAM, unitOf } from '../random/random.js';
import { cutIntoDays, type DayPiece } from './day.js';
import { countedUntil } from './lag.js';
import { figureFactor } from './restatement.js';

/** How the provider counts and publishes. */
export interface Bookkeeping {
  readonly seed: number;
  readonly lagSeconds: Seconds;
  /** Days of `dataUsages` before they drop out. */
  readonly usageWindowDays: number;
  /** At most so many of the newest days that have rows; unbounded by default. */
  readonly maxDays: number;
  /** The share of days whose first figure is wrong. */
  readonly restatedShare: number;
}

/** The provider's report about the active package. */
export interface Allowance {
  /** Null until it runs, as is its end. */
  readonly startsAt: UnixSeconds | null;
  readonly endsAt: UnixSeconds | null;
  /** Null: unlimited, as is what remains. */
  readonly allowedBytes: number | null;
  readonly remainingBytes: number | null;
}

/** The share of rows that come in two parts. */
const SPLIT_SHARE = 0.03;

/** Allowance and end follow a purchase at once; what was used follows with the lag. */
export function allowanceAt(books: Bookkeeping, esim: SimulatedEsim, at: UnixSeconds): Allowance {
  const run = esim.runAt(at);
  const { allowanceBytes, endsAt } = purchaseAt(run, at);
  const { startsAt, travelled } = run;
  if (startsAt === null || startsAt > at || travelled === null) {
    return { startsAt: null, endsAt: null, allowedBytes: allowanceBytes, remainingBytes: allowanceBytes };
  }
  if (allowanceBytes === null) return { startsAt, endsAt, allowedBytes: null, remainingBytes: null };
  const counted = countedUntil(books.seed, esim.persona.index, at, books.lagSeconds);
  const until = Math.min(counted, finalEndOf(run) ?? counted);
  let remainingBytes = allowanceBytes;
  for (const { bytes } of publishedPieces(books, esim, travelled, startsAt, until, at))
    remainingBytes -= bytes;
  return { startsAt, endsAt, allowedBytes: allowanceBytes, remainingBytes: Math.max(0, remainingBytes) };
}

/** The rows of `dataUsages` at `at`, oldest first. */
export function dayRowsAt(books: Bookkeeping, esim: SimulatedEsim, at: UnixSeconds): readonly DayPiece[] {
  if (at < esim.persona.departsAt) return [];
  const until = countedUntil(books.seed, esim.persona.index, at, books.lagSeconds);
  const from = (Math.floor(at / DAY) - books.usageWindowDays + 1) * DAY;
  const rows: DayPiece[] = [];
  for (const travelled of journeysOf(esim.timeline)) {
    for (const piece of publishedPieces(books, esim, travelled, from, until, at)) {
      addRow(rows, piece, isSplit(books.seed, esim.persona.index, piece.day));
    }
  }
  return newestDays(rows, books.maxDays);
}

function publishedPieces(
  books: Bookkeeping,
  { persona }: SimulatedEsim,
  travelled: Travelled,
  from: UnixSeconds,
  until: UnixSeconds,
  at: UnixSeconds,
): readonly DayPiece[] {
  return cutIntoDays(travelled, from, until).map((piece) => {
    const factor = figureFactor(books.seed, persona.index, piece.day, at, books.restatedShare);
    return factor === 1 ? piece : { ...piece, bytes: Math.floor(piece.bytes * factor) };
  });
}

function isSplit(seed: number, index: number, day: number): boolean {
  return unitOf(seed ^ day, index, STREAM.splitRow) < SPLIT_SHARE;
}

/** Whole, or in two parts of the same day and place. */
function addRow(rows: DayPiece[], piece: DayPiece, split: boolean): void {
  const part = split ? Math.floor(piece.bytes / 3) : 0;
  if (part > 0) rows.push({ ...piece, bytes: part });
  rows.push(part > 0 ? { ...piece, bytes: piece.bytes - part } : piece);
}

function newestDays(rows: readonly DayPiece[], most: number): readonly DayPiece[] {
  if (rows.length <= most) return rows;
  const days = [...new Set(rows.map(({ day }) => day))].slice(-most);
  return rows.filter(({ day }) => days.includes(day));
}
