import { z } from 'zod';
import {
  cron,
  databaseFile,
  duration,
  durationOr,
  emailAddress,
  filePath,
  host,
  httpUrl,
  listenAddress,
  listOf,
  mailbox,
  name,
  positiveNumber,
  status,
  timeZone,
  wholeNumber,
} from './field.js';
import { receiverSchema, routeSchema, secretText } from './receiver-schema.js';
import { DEFAULT_RULES, ruleSchema } from './rule-schema.js';

const api = z.strictObject({
  baseUrl: httpUrl.prefault('https://api.getroamify.com').describe('The provider.'),
  token: secretText.optional(),
  tokenFile: filePath.optional().describe('Or ROAMIFY_API_TOKEN in the environment, which goes first.'),
  requestsPerSecond: positiveNumber(1_000).default(5),
  concurrency: wholeNumber(1, 1_000).default(4).describe('Requests under way at once.'),
  requestsPerHour: positiveNumber(10_000_000)
    .optional()
    .describe('A ceiling over any hour; none by default.'),
});

const unit = z.enum(['auto', 'B', 'KB', 'MB', 'GB']);

const units = z.strictObject({
  allowance: unit.default('auto').describe('What allowance and remaining data are counted in.'),
  dailyUsage: unit.default('auto').describe('What daily usage is counted in.'),
});

const poll = z.strictObject({
  schedule: cron.prefault('*/30 * * * *'),
  statuses: listOf(status).default(['INSTALLED', 'READY']).describe('Which eSIMs are asked for usage.'),
  mode: z.enum(['cron']).default('cron'),
});

const smtp = z
  .strictObject({
    host,
    port: wholeNumber(1, 65_535).default(587),
    tls: z.enum(['auto', 'implicit', 'starttls', 'optional']).default('auto'),
    username: name.optional(),
    password: secretText.optional(),
    passwordFile: filePath.optional(),
    from: mailbox,
  })
  .describe('Needed for receivers and reports by email.');

const http = z
  .strictObject({
    listen: listenAddress.prefault('127.0.0.1:8787'),
    token: secretText.optional(),
    tokenFile: filePath.optional(),
  })
  .describe('Serves /healthz, /readyz and /metrics. A token is required unless it listens on loopback.');

const report = z.strictObject({
  name: name.describe('Unique.'),
  schedule: cron,
  closeAfter: duration.optional().describe('Closes the month this long after its end; else only by hand.'),
  kinds: listOf(z.enum(['usage', 'purchases', 'summary'])).default(['usage', 'purchases', 'summary']),
  dir: filePath.prefault('./reports'),
  emailTo: listOf(emailAddress).default([]),
  profile: z.enum(['plain', 'excel']).default('plain'),
});

const retention = z
  .strictObject({
    dailyUsage: durationOr('forever').prefault('forever'),
    readings: durationOr('forever').prefault('90d'),
    history: durationOr('forever').prefault('400d').describe('Resolved alerts, sent messages, cycles.'),
  })
  .describe('How long things are kept. Open alerts and closed reports always are.');

/** The configuration file: its keys are fixed by the product's contract. */
export const configSchema = z.strictObject({
  api: api.prefault({}),
  database: databaseFile.prefault('sqlite:./data/roamwatch.db'),
  timeZone: timeZone.prefault('UTC').describe('IANA zone for schedules, expiry texts and quiet hours.'),
  units: units.prefault({}),
  poll: poll.prefault({}),
  inventory: filePath.optional().describe('CSV: iccid,label,email,cost_centre,gl_code,project,valid_from'),
  rules: z.array(ruleSchema).prefault(() => [...DEFAULT_RULES]),
  receivers: z.array(receiverSchema).default([]),
  routes: z.array(routeSchema).default([]),
  smtp: smtp.optional(),
  http: http.optional(),
  reports: z.array(report).default([]),
  retention: retention.prefault({}),
  heartbeatUrl: secretText.optional().describe('Asked after every good cycle.'),
  heartbeatUrlFile: filePath.optional(),
});

/** The file's contents after validation; paths still relative, secrets not yet looked up. */
export type ParsedConfig = z.output<typeof configSchema>;
