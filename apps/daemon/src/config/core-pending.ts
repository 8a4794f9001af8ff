import { DAY, type EsimMatch, HOUR, MINUTE, type Seconds, type Severity, UNIT_BYTES } from '@roamwatch/core';

/** Replaced by core's own as soon as it is there. */
export interface Route {
  readonly match: EsimMatch & { readonly severity?: Severity; readonly rule?: string };
  readonly receivers: readonly string[];
  readonly continue?: boolean;
}

export function parseDuration(text: string): Seconds {
  const [, digits, unit] = /^(\d+)\s*([smhdw])$/.exec(text) ?? [];
  if (unit === undefined) throw new RangeError(`"${text}" is not a length of time such as 7d or 36h`);
  return Number(digits) * ({ s: 1, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }[unit] ?? 1);
}

export function parseSize(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)$/.exec(text) ?? [];
  if (unit === undefined) throw new RangeError(`"${text}" is not a size such as 100MB`);
  return Number(digits) * UNIT_BYTES[unit as keyof typeof UNIT_BYTES];
}

export function parsePercent(text: string): number {
  const digits = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1];
  if (digits === undefined) throw new RangeError(`"${text}" is not a percentage such as 25%`);
  return Number(digits);
}
