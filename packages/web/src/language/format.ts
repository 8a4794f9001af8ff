import {
  type CalendarDate,
  DAY,
  HOUR,
  MINUTE,
  type Seconds,
  type UnixSeconds,
  zoneName,
} from '@roamwatch/core';
import type { Language } from './language.js';

/** Figures and instants for people, in one language and zone, at one instant. */
export interface Format {
  readonly now: UnixSeconds;
  readonly zone: string;
  /** "1,234". */
  count(value: number): string;
  /** "1.25 GB"; 1 GB = 1024 MB. */
  bytes(value: number): string;
  /** "1,342,177,280 B". */
  exactBytes(value: number): string;
  /** "12 %"; "9.5 %" below ten. */
  percent(share: number): string;
  /** "11:40" today, "26 Nov, 11:40" this year, else with the year. */
  instant(at: UnixSeconds): string;
  /** "Thursday 26 November 2026, 11:40:09 GMT". */
  exactInstant(at: UnixSeconds): string;
  /** "3 h ago", "in 2 days". */
  relative(at: UnixSeconds): string;
  /** "26 Nov". */
  day(date: CalendarDate): string;
  /** "Thu 26 Nov 2026". */
  exactDay(date: CalendarDate): string;
  /** "October 2026" of `2026-10`. */
  month(month: string): string;
  /** "United Kingdom"-like names as they are; empty ones get a word. */
  price(price: string, currency: string): string;
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

/** Times within a minute. */
const NOW: Readonly<Record<Language, string>> = { en: 'just now', de: 'gerade eben' };

const SIZES = [
  ['GB', 1024 ** 3],
  ['MB', 1024 ** 2],
  ['KB', 1024],
] as const;

const AGES: readonly (readonly [Intl.RelativeTimeFormatUnit, Seconds])[] = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
];

/** Making formatters costs a thousand times what using them does. */
const made = new Map<string, ReturnType<typeof makeFormatters>>();

export function createFormat(language: Language, zone: string, now: UnixSeconds): Format {
  const formatters = formattersOf(language, zone);
  const { number, one, whole, clock, dayMonth, full, exact, date, exactDate, month, relative } = formatters;
  const dayOf = (at: UnixSeconds) => full.format(at * 1000);
  const percent = (share: number) => `${(share < 0.1 ? one : whole).format(share * 100)}\u202f%`;
  return {
    now,
    zone,
    count: (value) => number.format(value),
    bytes(value) {
      // 1,023.9 MB is not shown as 1,024 MB.
      const [unit, size] =
        SIZES.find(([, least]) => Math.abs(value) >= least * 0.9995) ?? (['B', 1] as const);
      const figure = value / size;
      return `${(Math.abs(figure) < 10 && unit !== 'B' ? one : whole).format(figure)}\u00a0${unit}`;
    },
    exactBytes: (value) => `${number.format(value)}\u00a0B`,
    percent,
    instant(at) {
      if (dayOf(at) === dayOf(now)) return clock.format(at * 1000);
      const sameYear = dayOf(at).slice(-4) === dayOf(now).slice(-4);
      const day = sameYear ? dayMonth.format(at * 1000) : full.format(at * 1000);
      return `${day}, ${clock.format(at * 1000)}`;
    },
    exactInstant: (at) => inWords(exact.formatToParts(at * 1000)),
    relative(at) {
      const distance = at - now;
      if (Math.abs(distance) < MINUTE) return NOW[language];
      const [unit, length] =
        AGES.find(([, least]) => Math.abs(distance) >= least) ?? (['minute', MINUTE] as const);
      return relative.format(Math.trunc(distance / length), unit);
    },
    day: (text) => date.format(Date.parse(text)),
    exactDay: (text) => exactDate.format(Date.parse(text)),
    month: (text) => month.format(Date.parse(`${text}-01`)),
    price: (price, currency) => `${price.replace('.', formatters.decimal)}\u00a0${currency}`,
  };
}

function inWords(parts: readonly Intl.DateTimeFormatPart[]): string {
  return parts.map(({ type, value }) => (type === 'timeZoneName' ? zoneName(value) : value)).join('');
}

function formattersOf(language: Language, zone: string) {
  const key = `${language} ${zone}`;
  const known = made.get(key) ?? makeFormatters(LOCALES[language], zone);
  made.set(key, known);
  return known;
}

function makeFormatters(locale: string, timeZone: string) {
  const time = (options: Intl.DateTimeFormatOptions, zone = timeZone) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  const one = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return {
    number: new Intl.NumberFormat(locale),
    one,
    whole: new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }),
    decimal: one.formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.',
    clock: time({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    dayMonth: time({ day: 'numeric', month: 'short' }),
    full: time({ day: 'numeric', month: 'short', year: 'numeric' }),
    exact: time({
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    }),
    date: time({ day: 'numeric', month: 'short' }, 'UTC'),
    exactDate: time({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }, 'UTC'),
    month: time({ month: 'long', year: 'numeric' }, 'UTC'),
    relative: new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'always' }),
  };
}
