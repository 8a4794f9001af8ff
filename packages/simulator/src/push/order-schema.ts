import { z } from 'zod';
import { BALANCE_EVENTS, SHAPES } from './body.js';
import { WRONGS } from './deliver.js';

const KINDS = ['usage', 'status', 'order', ...BALANCE_EVENTS] as const;

/** An event that is to be sent now, as it is ordered over HTTP. */
export const orderSchema = z
  .strictObject({
    event: z.enum(KINDS).describe('What it is about.'),
    iccid: z.string().max(40).exactOptional().describe('For usage and status: of which eSIM.'),
    status: z.string().max(40).exactOptional().describe('The status in place of the real one.'),
    remainingShare: z
      .number()
      .min(-1)
      .max(1)
      .exactOptional()
      .describe('What is left, as a share of the allowance, in place of the real figure.'),
    shape: z.enum(SHAPES).exactOptional().describe('How it is written.'),
    wrong: z.enum(WRONGS).exactOptional().describe('What is wrong with it.'),
    late: z.int().min(0).max(31_536_000).exactOptional().describe('Happened so many simulated seconds ago.'),
    times: z.int().min(1).max(1_000).exactOptional().describe('Sent so often, byte for byte the same.'),
    url: z
      .url({ protocol: /^https?$/ })
      .exactOptional()
      .describe('Where it goes, in place of --push-url.'),
    secret: z.string().min(1).max(500).exactOptional().describe('What it is signed with.'),
    retry: z.boolean().exactOptional().describe('False: not sent again when it is not answered 200.'),
  })
  .superRefine(({ event, iccid }, context) => {
    if ((event === 'usage' || event === 'status') !== (iccid !== undefined)) {
      const message = iccid === undefined ? 'is needed' : `does not belong to ${event}`;
      context.addIssue({ code: 'custom', path: ['iccid'], message });
    }
  });

/** What to send: the body of `POST /_simulator/push`. */
export type PushOrder = z.output<typeof orderSchema>;
