import { isIP } from 'node:net';
import {
  checked,
  DURATION,
  duration,
  listOf,
  Misspelt,
  nearest,
  parsed,
  positiveDuration,
  positiveNumber,
  VARIABLE_FORM,
  wholeNumber,
} from '@roamwatch/config-file';
import {
  type BudgetLimit,
  type DataThreshold,
  KNOWN_STATUSES,
  parsePercent,
  parseSize,
} from '@roamwatch/core';
import { faultOfSchedule } from '@roamwatch/monitor/schedule';
import { EMAIL_ADDRESS_FORM, isEmailAddress, isMailbox, MAILBOX_FORM } from './address.js';
import { CRON_FORM } from './cron-form.js';
import {
  BASE_URL_FORM,
  BUDGET_LIMIT_FORM,
  DATA_THRESHOLD_FORM,
  DATABASE_FORM,
  HOST_FORM,
  HOURLY_RATE_FORM,
  HTTP_URL_FORM,
  LISTEN_FORM,
  MULTIPLE_FORM,
  NAME_FORM,
  ONE_LINE_FORM,
  PATH_FORM,
  POSTGRES_FORM,
  PROXY_FORM,
  SHARE_OF_BUDGET_FORM,
  SIZE_FORM,
} from './text-form.js';
import { TIME_ZONES } from './time-zones.js';

export { duration, listOf, positiveNumber, wholeNumber };

export const name = checked('a name', 'ops', (text) => /^[^\p{Cc}]{1,100}$/u.test(text), NAME_FORM);
/** Text with the wildcards `*` and `?`. */
export const pattern = checked('a pattern', 'sales-*', (text) => /^[^\p{Cc}]+$/u.test(text), ONE_LINE_FORM);

/** A status to poll. New ones may appear at any time, so only what looks like a slip of a known one is refused. */
export const status = parsed(
  'an eSIM status',
  'INSTALLED',
  (text) => {
    const written = text.toUpperCase();
    const meant = KNOWN_STATUSES.includes(written) ? null : nearest(written, KNOWN_STATUSES);
    if (meant !== null || !/^[A-Za-z][A-Za-z_]*$/.test(text)) {
      throw new Misspelt(`"${text}" is not an eSIM status`, meant);
    }
    return written;
  },
  '[A-Za-z][A-Za-z_]*',
);

export const durationOr = <T extends string>(word: T) =>
  parsed(
    `a length of time or "${word}"`,
    '24h',
    (text) => (text === word ? null : positiveDuration(text)),
    `${word}|${DURATION}`,
  );

export const size = parsed('a size', '200MB', parseSize, SIZE_FORM);

/** Remaining data: a share of the package or a size. */
export const dataThreshold = parsed(
  'a percentage or a size',
  '25%',
  (text): DataThreshold => {
    if (/^[\d.]+\s*[BKMG]+$/i.test(text)) return { bytes: parseSize(text) };
    if (!text.endsWith('%')) {
      throw new RangeError(`"${text}" is neither a percentage such as 25% nor a size such as 100MB`);
    }
    const percent = parsePercent(text);
    if (percent <= 0 || percent >= 100) throw new RangeError(`"${text}" is not between 0% and 100%`);
    return { percent };
  },
  DATA_THRESHOLD_FORM,
);

/** A share of a budget; thresholds above 100 % are for budgets already exceeded. */
export const shareOfBudget = parsed(
  'a percentage',
  '80%',
  (text) => {
    const [, figure] = /^(\d{1,4}(?:\.\d{1,9})?)\s*%$/.exec(text) ?? [];
    const percent = Number(figure);
    if (!(percent > 0 && percent <= HIGHEST_SHARE)) {
      throw new RangeError(`"${text}" is not a percentage above 0% and up to ${HIGHEST_SHARE}% such as 80%`);
    }
    return percent;
  },
  SHARE_OF_BUDGET_FORM,
);

const HIGHEST_SHARE = 1_000;

/** The limit of a budget: an amount with its currency, or a size. */
export const budgetLimit = parsed(
  'an amount or a size',
  '500 USD',
  (text): BudgetLimit => {
    const [, amount, code] = /^(\d{1,15}(?:\.\d{1,9})?)\s*([A-Za-z]{3})$/.exec(text) ?? [];
    if (amount !== undefined && code !== undefined)
      return { amount: positive(amount, text), currency: currency(code) };
    if (/^[\d.]+\s*[KMG]?B$/i.test(text)) {
      const bytes = parseSize(text);
      return { bytes: Number(positive(String(bytes), text)) };
    }
    throw new RangeError(`"${text}" is neither an amount such as 500 USD nor a size such as 200GB`);
  },
  BUDGET_LIMIT_FORM,
);

function positive(figure: string, text: string): string {
  if (Number(figure) > 0) return figure;
  throw new RangeError(`"${text}" leaves nothing to spend: it must be more than 0`);
}

function currency(code: string): string {
  const written = code.toUpperCase();
  const known = Intl.supportedValuesOf('currency');
  if (known.includes(written)) return written;
  throw new Misspelt(
    `"${code}" is not an ISO 4217 currency such as USD`,
    nearest(written, COMMON_CURRENCIES),
  );
}

/** Among all that there are, some other is always near. */
const COMMON_CURRENCIES = ['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'AUD', 'CAD'];

/** Requests in an hour: `2000/h`. */
export const hourlyRate = parsed(
  'a rate',
  '2000/h',
  (text) => {
    const requests = Number(/^(\d{1,9})\s*\/\s*h$/i.exec(text)?.[1]);
    if (!(requests >= LOWEST_RATE && requests <= HIGHEST_RATE)) {
      throw new RangeError(
        `"${text}" is not a rate from ${LOWEST_RATE}/h to ${HIGHEST_RATE}/h such as 2000/h`,
      );
    }
    return requests;
  },
  HOURLY_RATE_FORM,
);

/** Fewer hardly cover the list and a few requests. */
const LOWEST_RATE = 60;
const HIGHEST_RATE = 10_000_000;

/** A multiple of the usual: `3x`. */
export const multiple = parsed(
  'a multiple',
  '3x',
  (text) => {
    const factor = Number(/^(\d+(?:\.\d+)?)\s*x$/i.exec(text)?.[1]);
    if (!(factor > 1)) throw new RangeError(`"${text}" is not a multiple above 1x such as 3x`);
    return factor;
  },
  MULTIPLE_FORM,
);

const CRON = new RegExp(`^(?:${CRON_FORM})$`);

export const cron = parsed(
  'a cron expression',
  '*/30 * * * *',
  (text) => {
    // Written with other spaces it is the same: machines that share a database compare it.
    const written = text.trim().split(/\s+/).join(' ');
    const fault = faultOfSchedule(text);
    if (fault !== null) throw new RangeError(`"${text}" is not a cron expression: ${fault}`);
    // node-cron writes a range in the place of `*`, also behind a figure: it reads `5*/30` as `50-59/30`, the minute 50.
    if (!CRON.test(written))
      throw new RangeError(`"${text}" is not a cron expression: a field cannot be read`);
    return written;
  },
  CRON_FORM,
);

/** A name in other letters than its own is refused with the right one, so that editors and the program agree. */
export const timeZone = parsed('an IANA time zone', 'Europe/London', (text) => {
  const written = TIME_ZONES.includes(text);
  if (!written && (isListed(text) || !isTimeZone(text))) {
    const message = `"${text}" is not an IANA time zone such as Europe/London`;
    throw new Misspelt(message, nearest(text, TIME_ZONES));
  }
  return text;
}).meta({ anyOf: [{ enum: TIME_ZONES }, { pattern: `${VARIABLE_FORM}|^\\s|\\s$` }] });

function isListed(text: string): boolean {
  return TIME_ZONES.some((zone) => zone.toLowerCase() === text.toLowerCase());
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return !/^[+-]/.test(text);
  } catch {
    return false;
  }
}

/** The value is not repeated in the message: addresses can carry passwords. */
export const baseUrl = parsed(
  'an address',
  'https://api.example.com',
  (text) => {
    const fault = faultOfHttpUrl(text) ?? faultOfBase(text);
    if (fault !== null) throw new RangeError(fault);
    return text.replace(/\/+$/, '');
  },
  BASE_URL_FORM,
);

function faultOfBase(text: string): string | null {
  if (/^[^/]*\/\/[^/?#\\]*@/.test(text))
    return 'must hold no user or password: the token goes into tokenFile';
  return /[?#]/.test(text) ? 'must end with its path, without ? and #' : null;
}

/** The fault of the text as an HTTP address, without repeating it; null when nothing is. */
export function faultOfHttpUrl(text: string): string | null {
  // The parser drops line breaks, and takes any number of slashes.
  if (!/^https?:\/\/[^/\\]/i.test(text)) return 'must start with https:// or http://';
  return URL.canParse(text) && !/\s/.test(text) ? null : 'is not an address such as https://example.com';
}

export const host = parsed(
  'a host name',
  'smtp.example.com',
  (text) => {
    if (/^[\p{L}\p{N}._-]+$/u.test(text) || isIP(text) === 6) return text;
    if (/^[^:]+:\d+$/.test(text)) throw new RangeError(`"${text}" has a port: move it to the key "port"`);
    throw new RangeError(`"${text}" is not a host name such as smtp.example.com`);
  },
  HOST_FORM,
);
/** An address or a subnet: `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`. */
export const proxyAddress = checked(
  'an IP address or subnet',
  '10.0.0.0/8',
  (text) => {
    const [address = '', prefix, ...rest] = text.split('/');
    const bits = isIP(address) === 6 ? 128 : 32;
    const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
    return isIP(address) !== 0 && isPrefix && rest.length === 0;
  },
  PROXY_FORM,
);

/** The address of a page, such as `https://partner.example.com/esims`. */
export const pageUrl = checked(
  'an address',
  'https://partner.example.com',
  (text) => faultOfHttpUrl(text) === null,
  HTTP_URL_FORM,
);

export const emailAddress = checked(
  'an email address',
  'ops@example.com',
  isEmailAddress,
  EMAIL_ADDRESS_FORM,
);
export const mailbox = checked('an email address', 'Roamwatch <alerts@example.com>', isMailbox, MAILBOX_FORM);
export const timeOfDay = checked(
  'a time of day',
  '22:00',
  (text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text),
  '([01]\\d|2[0-3]):[0-5]\\d',
);

export const filePath = checked(
  'a path',
  './reports',
  (text) => text !== '' && !text.includes('\0'),
  PATH_FORM,
);

/** `127.0.0.1:8787`, `[::1]:8787`, `localhost:0`. */
export const listenAddress = parsed(
  'a host and a port',
  '127.0.0.1:8787',
  (text) => {
    const [, bracketed, plain, digits] =
      /^(?:\[([\da-f:.]+)\]|([\p{L}\p{N}._-]+)):(\d{1,5})$/iu.exec(text) ?? [];
    const listenHost = bracketed ?? plain;
    const port = Number(digits);
    if (listenHost === undefined || !(port <= 65_535)) {
      throw new RangeError(`"${text}" is not a host and a port such as 127.0.0.1:8787`);
    }
    return { host: listenHost, port };
  },
  LISTEN_FORM,
);

/** The path in `sqlite:./data/roamwatch.db`, or the address of a PostgreSQL database. */
export const database = parsed(
  'a database',
  'sqlite:./data/roamwatch.db',
  (text) => {
    const path = /^sqlite:([^:]+)$/.exec(text)?.[1];
    if (path !== undefined) return { path };
    if (/^postgres/.test(text)) return { url: serverUrl(text) };
    throw new RangeError(
      'must be a path such as sqlite:./data/roamwatch.db, or an address such as postgres://roamwatch@db.example.com/roamwatch',
    );
  },
  DATABASE_FORM,
);

/** The address of a PostgreSQL database. Errors do not repeat it, because it may contain a password. */
export const databaseUrl = parsed(
  'an address',
  'postgres://roamwatch@db.example.com/roamwatch',
  serverUrl,
  POSTGRES_FORM,
);

function serverUrl(text: string): string {
  const example = 'such as postgres://roamwatch@db.example.com/roamwatch';
  if (!URL.canParse(text) || !/^postgres(ql)?:\/\/\S+$/.test(text))
    throw new RangeError(`must be an address ${example}`);
  const { hostname, pathname } = new URL(text);
  if (hostname === '' || pathname.length < 2)
    throw new RangeError(`must name a host and a database, ${example}`);
  return text;
}
