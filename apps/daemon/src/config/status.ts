import { DOCUMENTED_STATUSES } from '@roamwatch/core';
import { z } from 'zod';
import { nearest } from './nearest.js';

/** Also seen on the provider's later pages. */
const OTHER_STATUSES = ['ACTIVE', 'ACTIVATED', 'INACTIVE', 'DELETED', 'DOWNLOADED'];
const KNOWN_STATUSES: readonly string[] = [...DOCUMENTED_STATUSES, ...OTHER_STATUSES];

/** A status to poll. New ones may appear at any time, so only what looks like a slip of a known one is refused. */
export const polledStatus = z
  .string()
  .transform((text, context) => {
    const status = text.trim().toUpperCase();
    const meant = KNOWN_STATUSES.includes(status) ? null : nearest(status, KNOWN_STATUSES);
    if (meant !== null || !/^[A-Z][A-Z_]*$/.test(status)) {
      const message = `"${text}" is not an eSIM status`;
      context.addIssue({ code: 'custom', message, params: { suggestion: meant } });
      return z.NEVER;
    }
    return status;
  })
  .meta({ examples: KNOWN_STATUSES });
