import { DAY, type Seconds, type UnixSeconds } from '@roamwatch/core';
import type { SimulatedEsim } from '../fleet/esim.js';
import { finalEndOf, purchaseAt, type Travelled } from '../fleet/run.js';
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

/** What the provider says of the package in force. Bytes; null where it is unlimited. */
export interface Allowance {
  readonly startsAt: UnixSeconds | null;
  readonly endsAt: UnixSeconds | null;
  readonly allowedBytes: number | null;
  readonly remainingBytes: number | null;
}

/** The share of rows that come in two parts. */
const SPLIT_SHARE = 0.03;

/** Allowance and remaining at once follow a purchase; what was used follows with the lag. */
export function allowanceAt(books: Bookkeeping, esim: SimulatedEsim, at: UnixSeconds): Allowance {
  const run = esim.runAt(at);
  const started = run.startsAt !== null && run.startsAt <= at;
  const { allowanceBytes, endsAt } = purchaseAt(run, at);
  const period = { startsAt: started ? run.startsAt : null, endsAt: started ? endsAt : null };
  if (allowanceBytes === null) return { ...period, allowedBytes: null, remainingBytes: null };
  const counted = countedUntil(books.seed, esim.persona.index, at, books.lagSeconds);
  const until = Math.min(counted, finalEndOf(run) ?? counted);
  const used =
    started && run.startsAt !== null && run.travelled !== null
      ? publishedPieces(books, esim, run.travelled, run.startsAt, until, at).reduce(
          (sum, { bytes }) => sum + bytes,
          0,
        )
      : 0;
  return { ...period, allowedBytes: allowanceBytes, remainingBytes: Math.max(0, allowanceBytes - used) };
}

/** The rows of `dataUsages` at `at`, oldest first. */
export function dayRowsAt(books: Bookkeeping, esim: SimulatedEsim, at: UnixSeconds): readonly DayPiece[] {
  if (at < esim.persona.departsAt) return [];
  const until = countedUntil(books.seed, esim.persona.index, at, books.lagSeconds);
  const from = (Math.floor(at / DAY) - books.usageWindowDays + 1) * DAY;
  const journeys = new Set(esim.timeline.map(({ travelled }) => travelled));
  const pieces = [...journeys].flatMap((travelled) =>
    travelled === null ? [] : publishedPieces(books, esim, travelled, from, until, at),
  );
  return newestDays(pieces, books.maxDays).flatMap((piece) => splitNowAndThen(books.seed, esim, piece));
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

function newestDays(pieces: readonly DayPiece[], most: number): readonly DayPiece[] {
  if (pieces.length <= most) return pieces;
  const days = [...new Set(pieces.map(({ day }) => day))].slice(-most);
  return pieces.filter(({ day }) => days.includes(day));
}

function splitNowAndThen(seed: number, { persona }: SimulatedEsim, piece: DayPiece): readonly DayPiece[] {
  if (unitOf(seed ^ piece.day, persona.index, STREAM.splitRow) >= SPLIT_SHARE) return [piece];
  const part = Math.floor(piece.bytes / 3);
  return [
    { ...piece, bytes: part },
    { ...piece, bytes: piece.bytes - part },
  ];
}
