import { duration } from '@roamwatch/config-file';
import { z } from 'zod';
import { OPERATIONS } from '../wire/operation.js';
import { FAULT_KINDS, type Fault, type FaultKind } from './fault.js';

const KINDS = Object.keys(FAULT_KINDS) as [FaultKind, ...FaultKind[]];

/** A timer waits no longer: beyond 24 days it would not wait at all. */
const LONGEST_DELAY_MS = 3_600_000;
const LONGEST_TEXT = 10_000;

const whole = (smallest: number, largest: number) => z.int().min(smallest).max(largest).exactOptional();
const text = z.string().max(LONGEST_TEXT, `must be at most ${LONGEST_TEXT} characters`).exactOptional();

/** A fault as it is written in a fault script, or sent to the control endpoint. */
export const faultSchema = z
  .strictObject({
    kind: z.enum(KINDS).describe('What the caller sees.'),
    after: duration.exactOptional().describe('Begins so long after the start, on the simulated clock: 2h.'),
    for: duration.exactOptional().describe('Lasts so long, on the simulated clock: 30m.'),
    every: duration.exactOptional().describe('Comes again each time so much has passed: 24h.'),
    operation: z.enum(OPERATIONS).exactOptional().describe('Strikes only requests of this operation.'),
    iccid: text.describe('Strikes only requests for this eSIM.'),
    esimId: text.describe('Strikes only requests for this eSIM.'),
    times: whole(1, 1e9).describe('Strikes so many times, then is over.'),
    probability: z
      .number()
      .min(0)
      .max(1)
      .exactOptional()
      .describe('Strikes this share of requests, 0 to 1; the seed decides which.'),
    retryAfterSeconds: whole(0, 1e9).describe('For rate-limited and unavailable.'),
    retryAfterForm: z
      .enum(['seconds', 'date', 'none'])
      .exactOptional()
      .describe('For rate-limited and unavailable: how Retry-After is written.'),
    delayMs: whole(0, LONGEST_DELAY_MS).describe('For slow and trickle: real milliseconds.'),
    keep: whole(0, 1e9).describe('For short-list: eSIMs that stay.'),
    status: whole(200, 599).describe('For html: the HTTP status.'),
    message: text.describe('For failed: the message.'),
  })
  .superRefine(({ for: lasts, every }, context) => {
    if (every === undefined || (lasts !== undefined && lasts < every)) return;
    const message =
      lasts === undefined ? 'needs "for": how long it lasts each time' : 'must be longer than "for"';
    context.addIssue({ code: 'custom', path: ['every'], message });
  }) satisfies z.ZodType<Fault>;
