/** An instant, as whole Unix seconds in UTC: the unit the API, the database and every rule use. */
export type UnixSeconds = number;

/** A length of time in whole seconds. */
export type Seconds = number;

/**
 * A calendar date `YYYY-MM-DD` exactly as the provider means it. The zone of a provider's day is not
 * documented, so a date is never turned into an instant.
 */
export type CalendarDate = string;

export const MINUTE: Seconds = 60;
export const HOUR: Seconds = 3_600;
export const DAY: Seconds = 86_400;
