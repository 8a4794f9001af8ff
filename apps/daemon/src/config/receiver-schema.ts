import { z } from 'zod';
import { durationOr, emailAddress, filePath, listOf, name, pattern, timeOfDay } from './field.js';

/** A secret's text in the configuration; `${VARIABLE}` in it is looked up when it is used. */
export const secretText = z
  .string()
  .min(1, 'is empty')
  .describe('Better from a file or from the environment.');

const email = z.strictObject({
  to: z
    .preprocess(
      (to) => (typeof to === 'string' && to !== 'inventory' ? [to] : to),
      z.literal('inventory').or(listOf(emailAddress)),
    )
    .describe('Addresses, or "inventory": the address the inventory gives for the eSIM.'),
});

const slack = z.strictObject({
  webhookUrl: secretText.optional(),
  webhookUrlFile: filePath.optional(),
});

const webhook = z.strictObject({
  url: secretText.optional(),
  urlFile: filePath.optional(),
  secret: secretText.optional(),
  secretFile: filePath.optional().describe('Signs the body with HMAC-SHA256.'),
});

const quietHours = z
  .strictObject({ from: timeOfDay, to: timeOfDay })
  .refine(({ from, to }) => from !== to, 'begin and end at the same time')
  .describe('Messages other than criticals wait until these end.');

export const receiverSchema = z
  .strictObject({
    name: name.describe('Unique; what routes name.'),
    email: email.optional(),
    slack: slack.optional(),
    webhook: webhook.optional(),
    repeat: durationOr('never').prefault('24h').describe('Open criticals are told again after this time.'),
    quietHours: quietHours.optional(),
  })
  .superRefine((receiver, context) => {
    const channels = (['email', 'slack', 'webhook'] as const).filter((kind) => receiver[kind] !== undefined);
    if (channels.length === 0) context.addIssue('reaches nobody: give it "email", "slack" or "webhook"');
    if (channels.length > 1) {
      context.addIssue(`has ${channels.join(' and ')}: give each a receiver of its own`);
    }
  });

const routeMatch = z.strictObject({
  severity: z.enum(['warning', 'critical']).exactOptional(),
  rule: pattern.exactOptional(),
  status: pattern.exactOptional(),
  label: pattern.exactOptional(),
  cost_centre: pattern.exactOptional(),
  project: pattern.exactOptional(),
  iccid: pattern.exactOptional(),
});

export const routeSchema = z.strictObject({
  match: routeMatch
    .default({})
    .describe('Every condition must hold; * and ? are wildcards. None: all alerts.'),
  receivers: z.array(name).min(1, 'reaches nobody: name a receiver'),
  continue: z.boolean().exactOptional().describe('Whether the routes below are looked at as well.'),
});
