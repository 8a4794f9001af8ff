import { z } from 'zod';
import { durationOr, emailAddress, filePath, listOf, name, pattern, timeOfDay } from './field.js';
import { esimMatch } from './rule-schema.js';

/** A secret's text in the configuration; `${VARIABLE}` in it is looked up when it is used. */
export const secretText = z
  .string()
  .min(1, 'is empty')
  .describe('Better from a file or from the environment.');

/** The file that holds a secret, on one line. */
export const secretFile = filePath.optional().describe('A file that holds it on one line.');

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
  webhookUrlFile: secretFile,
});

const webhook = z.strictObject({
  url: secretText.optional(),
  urlFile: secretFile,
  secret: secretText.optional(),
  secretFile: secretFile.describe('Signs the body with HMAC-SHA256.'),
});

const quietHours = z
  .strictObject({
    from: timeOfDay.describe('Begins.'),
    to: timeOfDay.describe('Ends; before from: the next day.'),
  })
  .refine(({ from, to }) => from !== to, 'begin and end at the same time');

export const receiverSchema = z
  .strictObject({
    name: name.describe('Unique; what routes name.'),
    email: email.optional().describe('By email.'),
    slack: slack.optional().describe('By a Slack incoming webhook.'),
    webhook: webhook.optional().describe('As JSON, posted to an address.'),
    repeat: durationOr('never').prefault('24h').describe('Open criticals are told again after this time.'),
    quietHours: quietHours.optional().describe('Messages other than criticals wait until these end.'),
  })
  .superRefine((receiver, context) => {
    const channels = (['email', 'slack', 'webhook'] as const).filter((kind) => receiver[kind] !== undefined);
    if (channels.length === 0) context.addIssue('reaches nobody: give it "email", "slack" or "webhook"');
    if (channels.length > 1) {
      context.addIssue(`has ${channels.join(' and ')}: give each a receiver of its own`);
    }
  });

const routeMatch = z.strictObject({
  severity: z.enum(['warning', 'critical']).exactOptional().describe('Of the alert.'),
  rule: pattern.exactOptional().describe('Name of the rule.'),
  ...esimMatch,
});

export const routeSchema = z.strictObject({
  match: routeMatch
    .default({})
    .describe('Every condition must hold; * and ? are wildcards. None: all alerts.'),
  receivers: z.array(name).min(1, 'reaches nobody: name a receiver').describe('Names of receivers.'),
  continue: z.boolean().exactOptional().describe('Whether the routes below are looked at as well.'),
});
