/*
 * What a cron expression looks like, for the JSON Schema and the program. `faultOfSchedule` also refuses a day that no named month has,
 * such as 31 February.
 */

const anyCase = (word: string) => [...word].map((letter) => `[${letter.toUpperCase()}${letter}]`).join('');

/** Names of three letters, or written out. */
const names = (...words: readonly string[]) =>
  words.map((word) => `${anyCase(word.slice(0, 3))}(?:${anyCase(word.slice(3))})?`).join('|');

interface Field {
  /** A value, as a regular expression. */
  readonly value: string;
  /** A step after a slash. */
  readonly step: string;
  /** What can come in the place of a value or a range. */
  readonly others?: string;
}

const UP_TO_59 = '0*[0-5]?\\d';
const SIXTIETHS: Field = { value: UP_TO_59, step: '0*(?:[1-5]\\d|60|[1-9])' };

const FIELDS: readonly Field[] = [
  SIXTIETHS,
  { value: '0*(?:1?\\d|2[0-3])', step: '0*(?:1\\d|2[0-4]|[1-9])' },
  {
    value: '0*(?:[12]\\d|3[01]|[1-9])',
    step: '0*(?:[12]\\d|3[01]|[1-9])',
    others: '\\?|[Ll]|0*(?:[12]\\d|3[01]|[1-9])[Ww]',
  },
  {
    value: `0*(?:1[0-2]|[1-9])|${names(
      'january',
      'february',
      'march',
      'april',
      'may',
      'june',
      'july',
      'august',
      'september',
      'october',
      'november',
      'december',
    )}`,
    step: '0*(?:1[0-2]|[1-9])',
  },
  {
    value: `0*[0-7]|${names('sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday')}`,
    step: '0*[1-7]',
    others: '\\?|[0-7][Ll]|[0-7]#[1-5]',
  },
];

function written({ value, step, others }: Field): string {
  const item = [
    `\\*(?:/(?:${step}))?`,
    `(?:${value})(?:-(?:${value})(?:/(?:${step}))?)?`,
    ...(others === undefined ? [] : [others]),
  ].join('|');
  return `(?:${item})(?:,(?:${item}))*`;
}

const FIVE = FIELDS.map(written).join(' +');
const NICKNAMES = ['yearly', 'annually', 'monthly', 'weekly', 'daily', 'midnight', 'hourly'].map(anyCase);

export const CRON_FORM = `@(?:${NICKNAMES.join('|')})|(?:${written(SIXTIETHS)} +)?${FIVE}`;
