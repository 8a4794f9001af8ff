import type { ListedEsim } from '@roamwatch/core';

/** An eSIM as the list describes it. */
export function listedEsim(changes: Pick<ListedEsim, 'esimId' | 'iccid'> & Partial<ListedEsim>): ListedEsim {
  return {
    status: 'INSTALLED',
    usageCheck: true,
    unlimited: false,
    topUp: true,
    notes: [],
    createdAt: null,
    updatedAt: null,
    expiresAt: null,
    ...changes,
  };
}
