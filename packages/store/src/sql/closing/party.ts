import type { Assignment, UsageRow } from '@roamwatch/core';

/** A row's eSIM and the party charged, as they were at the closing. */
export type Party = Assignment & Pick<UsageRow, 'iccid' | 'esimId'>;
