import { Cron } from 'croner';
import { parse, validateDetailed } from 'node-cron';

/** The fault of a cron expression, in words; null when it can be used. */
export function faultOfSchedule(text: string): string | null {
  const [fault] = validateDetailed(text).errors;
  if (fault !== undefined) {
    return fault.field === 'expression' ? fault.message : `${fault.field} "${fault.value}" cannot be read`;
  }
  try {
    timesOf(text, 'UTC');
    return null;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return error.message.replace(/^CronPattern: (Syntax error, )?/, '');
  }
}

/**
 * The times an expression names in an IANA zone. node-cron defines what an expression means; croner finds the times, as
 * node-cron finds none in the hour that an autumn change repeats.
 *
 * @throws TypeError for what is no expression.
 */
export function timesOf(text: string, timeZone: string): Cron {
  return new Cron(plainForm(text), {
    // As an offset UTC needs none of the system's data about zones, see `zoned`.
    ...(timeZone === 'UTC' ? { utcOffset: 0 } : { timezone: timeZone }),
    paused: true,
    // As node-cron: a day of the month together with a weekday means both.
    domAndDow: true,
    fixedTimeRule: 'no-wildcard',
  });
}

/** True when an expression names times of the day; otherwise it names an interval, of which a skipped hour loses its part. */
export function namesTimesOfDay(text: string): boolean {
  const [minute = '', hour = ''] = plainForm(text).trim().split(/\s+/).slice(-NAMES_OF_FIVE.length);
  return ![minute, hour].some((field) => /^[*?@]/.test(field));
}

const MINUTE_OF_FIVE = 0;
const HOUR_OF_FIVE = 1;
const NAMES_OF_FIVE = ['minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek'] as const;

/**
 * Written so that croner reads it as node-cron does: ranges that wrap (`22-2`) and full names become lists. So do the minutes
 * of a single hour (`30,45 2`), which are then times of the day: none is lost when the clock skips that hour, or comes twice when
 * it repeats. All 24 hours are no list of times but every hour.
 */
function plainForm(text: string): string {
  const fields = text.trim().split(/\s+/);
  if (fields.length < NAMES_OF_FIVE.length) return text;
  const known = parse(text);
  const seconds = fields.slice(0, fields.length - NAMES_OF_FIVE.length);
  const five = fields.slice(-NAMES_OF_FIVE.length).map((field, index) => {
    const name = NAMES_OF_FIVE[index];
    const values = name === undefined ? [] : known[name];
    if (index === HOUR_OF_FIVE && values.length === 24) return '*';
    const isOfOneHour = index === MINUTE_OF_FIVE && known.hour.length === 1 && seconds.length === 0;
    return isOfOneHour || !/^[*?]/.test(field) ? values.join(',') : field;
  });
  return [...seconds, ...five].join(' ');
}
