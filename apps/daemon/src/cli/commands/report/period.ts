import { type Period, parseMonth, parseRange } from '@roamwatch/report';
import { parsed } from '../../arguments.js';
import { UsageError } from '../../failure.js';

export interface PeriodArguments {
  readonly month?: string;
  readonly from?: string;
  readonly to?: string;
}

export function periodOf({ month, from, to }: PeriodArguments): Period {
  if (month !== undefined && from === undefined && to === undefined) return parsed(() => parseMonth(month));
  if (month === undefined && from !== undefined && to !== undefined)
    return parsed(() => parseRange(from, to));
  throw new UsageError('specify either --month YYYY-MM, or --from and --to as YYYY-MM-DD');
}

/** The month of a command that takes no other period. */
export function monthOf(text: string): string {
  return parsed(() => parseMonth(text)).name;
}
