import type { Allocation, UsageRow } from '../../stores/report-rows.js';

/** A row's eSIM and who paid for it, as they were at the closing. */
export type Party = Allocation & Pick<UsageRow, 'iccid' | 'esimId'>;
