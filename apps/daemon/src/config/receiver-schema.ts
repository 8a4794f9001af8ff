import { inSchema } from '@roamwatch/config-file';
import type { HookDescription } from '@roamwatch/notify';
import { CHANNELS, type ChannelKind, HOOKS, type HookKind } from '@roamwatch/notify/channels';
import { z } from 'zod';
import { EMAIL_ADDRESS_FORM } from './address.js';
import { durationOr, emailAddress, filePath, listOf, name, pattern, timeOfDay } from './field.js';
import { esimMatch } from './rule-schema.js';
import { ONE_LINE_FORM } from './text-form.js';

/** A secret's text in the configuration; `${VARIABLE}` in it is looked up when it is used. */
export const secretText = z
  .string()
  .min(1, 'is empty')
  .meta({ pattern: inSchema(ONE_LINE_FORM) })
  .describe('Better from a file or from the environment.');

/** The file that contains a secret, on one line. */
export const secretFile = filePath.optional().describe('A file that contains it on one line.');

/** One address instead of a list of one. */
const ADDRESS = { type: 'string', pattern: inSchema(EMAIL_ADDRESS_FORM) };

const email = z.strictObject({
  to: z
    .preprocess(
      (to) => (typeof to === 'string' && to !== 'inventory' ? [to] : to),
      z.literal('inventory').or(listOf(emailAddress)),
    )
    .meta({ anyOf: [{ const: 'inventory' }, ADDRESS, { type: 'array', minItems: 1, items: ADDRESS }] })
    .describe('Addresses, or "inventory": the address the inventory gives for the eSIM.'),
});

/** The hooks by their keys in a receiver. */
export const HOOK_KINDS = Object.keys(HOOKS) as readonly HookKind[];

const CHANNEL_KINDS: readonly ChannelKind[] = ['email', ...HOOK_KINDS];

/** A section of secrets: each as text or in a file. */
type HookSection = z.ZodOptional<z.ZodObject<Record<string, z.ZodOptional<z.ZodString>>>>;

function hookSection({ secrets, about }: HookDescription): HookSection {
  const keys = Object.entries(secrets).flatMap(([key, secret]) => [
    [key, secretText.optional()] as const,
    [`${key}File`, secret.about === undefined ? secretFile : secretFile.describe(secret.about)] as const,
  ]);
  return z.strictObject(Object.fromEntries(keys)).optional().describe(about);
}

const hookSections = Object.fromEntries(
  HOOK_KINDS.map((kind) => [kind, hookSection(HOOKS[kind])]),
) as Readonly<Record<HookKind, HookSection>>;

/** The webhook of a report. */
export const webhookSection = hookSection(HOOKS.webhook);

const quietHours = z
  .strictObject({
    from: timeOfDay.describe('Start.'),
    to: timeOfDay.describe('End; a time before from is on the next day.'),
  })
  .refine(({ from, to }) => from !== to, 'begin and end at the same time');

export const receiverSchema = z
  .strictObject({
    name: name.describe('Unique; routes refer to it.'),
    email: email.optional().describe(CHANNELS.email.about),
    ...hookSections,
    repeat: durationOr('never')
      .prefault('24h')
      .describe('A reminder of open criticals is sent after this time.'),
    summary: z
      .enum(['off', 'weekly'])
      .default('off')
      .describe('A summary of each week, on Mondays at 08:00.'),
    quietHours: quietHours.optional().describe('All messages except criticals are muted until these end.'),
  })
  .superRefine((receiver, context) => {
    const channels = CHANNEL_KINDS.filter((kind) => receiver[kind] !== undefined);
    if (channels.length === 0) context.addIssue(`has no channel: add ${oneOf(CHANNEL_KINDS)}`);
    if (channels.length > 1) {
      context.addIssue(`has ${channels.join(' and ')}: use a separate receiver for each`);
    }
  });

function oneOf(kinds: readonly ChannelKind[]): string {
  const quoted = kinds.map((kind) => `"${kind}"`);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

const routeMatch = z.strictObject({
  severity: z.enum(['warning', 'critical']).exactOptional().describe('Severity of the alert.'),
  rule: pattern.exactOptional().describe('Name of the rule.'),
  ...esimMatch,
});

export const routeSchema = z.strictObject({
  match: routeMatch
    .default({})
    .describe('Every condition must match; * and ? are wildcards. If omitted: all alerts.'),
  receivers: z.array(name).min(1, 'has no receivers: add at least one').describe('Names of receivers.'),
  continue: z.boolean().exactOptional().describe('Also evaluate the routes below.'),
});
