import {
  type CalendarDate,
  type DailyUsage,
  type EsimKey,
  isRestatement,
  movedPlaces,
  type UnixSeconds,
} from '@roamwatch/core';
import { type Day, NO_DAY, toDay } from '../../schema/day.js';
import { ERASED_LOCATION, ERASED_LOCATION_NAME } from './erased-location.js';
import type { StoredDays } from './stored-days.js';

/** The days of an answer about an eSIM, oldest first. */
export interface ToldDays {
  readonly esim: EsimKey;
  readonly days: readonly DailyUsage[];
  readonly at: UnixSeconds;
}

/** A figure to be written. */
export interface Figure {
  readonly esim: EsimKey;
  readonly date: Day;
  readonly location: number;
  readonly usedBytes: number;
  readonly at: UnixSeconds;
}

export interface AddedFigure extends Figure {
  /** True when its location becomes one of the known places of the eSIM. */
  readonly isPlace: boolean;
}

export interface ChangedFigure extends Figure {
  /** 1: the former value and its times are kept. */
  readonly restated: number;
}

export interface DaysToWrite {
  readonly added: readonly AddedFigure[];
  readonly changed: readonly ChangedFigure[];
  /** True when places were erased from these days, so that not all of what is told is stored. */
  readonly areErased: boolean;
}

/** The first and last dates in an answer; none for one without days. */
export function span(days: readonly DailyUsage[]): readonly [from: Day, to: Day] {
  const [first, last] = [days[0], days.at(-1)];
  return [first ? toDay(first.date) : NO_DAY, last ? toDay(last.date) : NO_DAY];
}

/**
 * The changes of the daily rows of an answer: one for each date and place, oldest first. New ones are added, changed ones
 * updated; equal ones cost a comparison. A figure that was restated (see `restatementCutoff`) keeps its former value and
 * times. A day that is not among `days` stays as it is, and so does a place that is missing from its day, unless its usage
 * has moved to other places (see `movedPlaces`): then it is restated as 0.
 *
 * @param before what is stored between the first and the last of `days`.
 * @param keyOf the number of a place that is not the erased one.
 */
export function daysToWrite(
  { esim, days, at }: ToldDays,
  before: StoredDays,
  keyOf: (place: string) => number,
): DaysToWrite {
  const erased = before.datesIn(ERASED_LOCATION);
  let areErased = erased.size > 0;
  const told = withoutErasedPlaces(days, erased);
  const locationOf = ({ location }: DailyUsage) =>
    location === ERASED_LOCATION_NAME ? ERASED_LOCATION : keyOf(location);
  const added: AddedFigure[] = [];
  const changed: ChangedFigure[] = [];
  for (const day of told) {
    const { usedBytes } = day;
    const date = toDay(day.date);
    const location = locationOf(day);
    areErased ||= location === ERASED_LOCATION;
    const former = before.usedBytes(date, location);
    if (former === usedBytes) continue;
    if (former === undefined) {
      const isPlace = day.location !== '' && day.location !== ERASED_LOCATION_NAME;
      added.push({ esim, date, location, usedBytes, at, isPlace });
    } else {
      const restated = Number(isRestatement({ date: day.date, before: former, after: usedBytes }, at));
      changed.push({ esim, date, location, usedBytes, at, restated });
    }
  }
  if (!before.areAllFound) {
    const after = told.map((day) => ({
      date: toDay(day.date),
      location: locationOf(day),
      usedBytes: day.usedBytes,
    }));
    for (const { date, location } of movedPlaces(after, before.all())) {
      changed.push({ esim, date, location, usedBytes: 0, at, restated: 1 });
    }
  }
  return { added, changed, areErased };
}

/** At most what is exact, as `erasePlaces` adds up. */
function addedUp(one: number, other: number): number {
  return Math.min(one + other, Number.MAX_SAFE_INTEGER);
}

/**
 * Where personal data were erased, a day's places are one row without a name. The provider still reports the places
 * of the days in its window: they are added up again, so that neither the place nor the bytes come in twice.
 */
function withoutErasedPlaces(days: readonly DailyUsage[], erased: ReadonlySet<Day>): readonly DailyUsage[] {
  if (erased.size === 0) return days;
  const sums = new Map<CalendarDate, number>();
  const others: DailyUsage[] = [];
  for (const day of days) {
    if (!erased.has(toDay(day.date))) others.push(day);
    else sums.set(day.date, addedUp(sums.get(day.date) ?? 0, day.usedBytes));
  }
  const summed = [...sums].map(([date, usedBytes]) => ({ date, location: ERASED_LOCATION_NAME, usedBytes }));
  return [...others, ...summed].sort((a, b) => toDay(a.date) - toDay(b.date));
}
