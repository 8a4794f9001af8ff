import { PROFILE_NAMES, REPORT_KINDS } from '@roamwatch/core';
import { z } from 'zod';
import {
  baseUrl,
  cron,
  database,
  databaseUrl,
  duration,
  durationOr,
  emailAddress,
  filePath,
  host,
  hourlyRate,
  listenAddress,
  listOf,
  mailbox,
  name,
  pageUrl,
  positiveNumber,
  proxyAddress,
  status,
  timeZone,
  wholeNumber,
} from './field.js';
import { receiverSchema, routeSchema, secretFile, secretText, webhookSection } from './receiver-schema.js';
import { DEFAULT_RULES, ruleSchema } from './rule-schema.js';

const api = z.strictObject({
  baseUrl: baseUrl.prefault('https://api.getroamify.com').describe("The provider's address."),
  dashboardUrl: pageUrl.optional().describe("The provider's page for top-ups; the page links to it."),
  token: secretText.optional(),
  tokenFile: secretFile.describe('ROAMIFY_API_TOKEN in the environment overrides it.'),
  requestsPerSecond: positiveNumber(100_000).prefault(5).describe('A ceiling on the rate of requests.'),
  concurrency: wholeNumber(1, 1_000).prefault(4).describe('Requests in flight at once.'),
  requestsPerHour: wholeNumber(1, 10_000_000)
    .optional()
    .describe('A ceiling over any hour; none by default.'),
});

const unit = z.enum(['auto', 'B', 'KB', 'MB', 'GB']);

const units = z.strictObject({
  allowance: unit.default('auto').describe('Unit of allowance and remaining data.'),
  dailyUsage: unit.default('auto').describe('Unit of daily usage.'),
});

const poll = z.strictObject({
  schedule: cron
    .prefault('*/30 * * * *')
    .describe('A cron expression: when to poll; with mode adaptive, when to list.'),
  statuses: listOf(status)
    .optional()
    .describe(
      'Only eSIMs of these statuses are polled. Left out: all but NEW, EXPIRED, REVOKED and DELETED.',
    ),
  mode: z
    .enum(['cron', 'adaptive'])
    .default('cron')
    .describe(
      'cron polls the whole fleet by schedule; adaptive polls each eSIM when it may reach a threshold.',
    ),
  budget: hourlyRate.optional().describe('With mode adaptive: the most requests in any hour.'),
  floor: duration.prefault('10m').describe('With mode adaptive: minimum time between two polls of an eSIM.'),
  ceiling: duration
    .prefault('24h')
    .describe(
      'With mode adaptive: the longest time between two polls of an eSIM, as far as the budget allows.',
    ),
});

const smtp = z
  .strictObject({
    host: host.describe('The mail server.'),
    port: wholeNumber(1, 65_535).prefault(587).describe('587, or 465 for TLS from the first byte.'),
    tls: z
      .enum(['auto', 'implicit', 'starttls', 'optional'])
      .default('auto')
      .describe('auto requires encryption when there is a password and the server is another machine.'),
    username: name.optional().describe('If omitted: no login.'),
    password: secretText.optional(),
    passwordFile: secretFile,
    from: mailbox.describe('The sender.'),
  })
  .describe('Needed for receivers and reports by email.');

const http = z
  .strictObject({
    listen: listenAddress.prefault('127.0.0.1:8787').describe('Host and port; port 0 takes any free one.'),
    token: secretText.optional(),
    tokenFile: secretFile,
    viewerToken: secretText.optional(),
    viewerTokenFile: secretFile.describe('A read-only token.'),
    publicUrl: baseUrl.optional().describe('Public address of the page.'),
    userHeader: name.optional().describe('The header in which a trusted proxy names the user.'),
    trustedProxies: listOf(proxyAddress).default([]).describe('Addresses or subnets of proxies.'),
    operators: listOf(name).default([]).describe('Users named by the proxy who may act.'),
  })
  .describe(
    'Serves the page, /healthz, /readyz and /metrics. A token is required unless it listens on loopback.',
  );

/** One secret, or the former and the next while it is rotated. */
const MOST_PUSH_SECRETS = 2;

const push = z
  .strictObject({
    secretFiles: listOf(filePath)
      .max(MOST_PUSH_SECRETS)
      .optional()
      .describe('Files with a secret on one line: one, or two while it is rotated.'),
    secrets: listOf(secretText)
      .max(MOST_PUSH_SECRETS)
      .optional()
      .describe('The same as text. ROAMIFY_PUSH_SECRET in the environment overrides it.'),
  })
  .describe("Takes the provider's push at /push/roamify. Needs http.");

const tls = z
  .strictObject({
    caFile: filePath.describe('Certificates (PEM) to trust in addition to the well-known ones.'),
  })
  .describe('For connections to the provider, the mail server and hooks.');

const report = z.strictObject({
  name: name.describe('Unique.'),
  schedule: cron
    .refine((text) => text.trim().split(/\s+/).length === 5, {
      message: 'must have five fields, without seconds: schedules are checked once a minute',
    })
    .describe('A cron expression: when to write it.'),
  closeAfter: duration.optional().describe('Closes the month this long after its end; else only manually.'),
  kinds: listOf(z.enum(REPORT_KINDS))
    .default(['usage', 'purchases', 'summary'])
    .describe('The files to write.'),
  dir: filePath.prefault('./reports').describe('Folder of the files.'),
  emailTo: listOf(emailAddress).default([]).describe('Recipients of the files.'),
  webhook: webhookSection.describe('Webhook that receives the files as JSON.'),
  profile: z.enum(PROFILE_NAMES).default('plain').describe('The format of the files.'),
});

const columnName = (called: string) => name.default(called);

const invoice = z
  .strictObject({
    columns: z
      .strictObject({
        date: columnName('date').describe('YYYY-MM-DD, or another unambiguous date.'),
        iccid: columnName('iccid').describe('The ICCID, or the eSIM id.'),
        esimId: columnName('esim_id').describe('The eSIM id, if the file has a separate column for it.'),
        package: columnName('package').describe('Name or id of the package.'),
        price: columnName('price').describe('Credits are negative.'),
        currency: columnName('currency').describe('A code such as USD.'),
        reference: columnName('reference').describe('Shown beside the line.'),
      })
      .prefault({})
      .describe("How the provider's file calls its columns; case does not matter."),
  })
  .describe("The provider's invoice, for `roamwatch report invoice`.");

const retention = z
  .strictObject({
    dailyUsage: durationOr('forever').prefault('forever').describe('Usage by day and place.'),
    readings: durationOr('forever').prefault('90d').describe('Figures as they were read.'),
    history: durationOr('forever').prefault('400d').describe('Resolved alerts, sent messages, cycles.'),
  })
  .describe('Retention periods. Open alerts and closed reports are always kept.');

const log = z
  .strictObject({
    level: z
      .enum(['trace', 'debug', 'info', 'warn', 'error'])
      .default('info')
      .describe('--log-level and ROAMWATCH_LOG_LEVEL override it.'),
  })
  .describe('Log level of `roamwatch run`.');

/** The configuration file: its keys are fixed by the product's contract. */
export const configSchema = z.strictObject({
  api: api.prefault({}).describe("The provider's API."),
  database: z
    .union([
      database,
      z.strictObject({
        url: databaseUrl.describe('ROAMWATCH_DATABASE_URL overrides it.'),
        password: z.string().optional().describe('Better in a file, or from the environment.'),
        passwordFile: filePath.optional().describe('The file that contains the password.'),
      }),
    ])
    .prefault('sqlite:./data/roamwatch.db')
    .describe('One file, created when missing, or a PostgreSQL database.'),
  timeZone: timeZone.prefault('UTC').describe('IANA zone for schedules, expiry texts and quiet hours.'),
  units: units.prefault({}).describe('Units of the provider.'),
  poll: poll.prefault({}).describe('Schedule and selection of polls.'),
  inventory: filePath
    .optional()
    .describe('CSV: iccid,label,email,cost_centre,gl_code,project,valid_from,language'),
  rules: z
    .array(ruleSchema)
    .prefault(() => [...DEFAULT_RULES])
    .describe('Alert rules.'),
  receivers: z.array(receiverSchema).default([]).describe('Receivers of notifications.'),
  routes: z
    .array(routeSchema)
    .default([])
    .describe('Receivers by alert; the first match wins. If omitted: all alerts go to every receiver.'),
  smtp: smtp.optional(),
  http: http.optional(),
  push: push.optional(),
  tls: tls.optional(),
  reports: z.array(report).default([]).describe('Files for finance, by schedule.'),
  invoice: invoice.prefault({}),
  retention: retention.prefault({}),
  log: log.prefault({}),
  heartbeatUrl: secretText.optional().describe('Requested after every good poll.'),
  heartbeatUrlFile: secretFile,
});

/** The file's contents after validation; paths still relative, secrets not yet looked up. */
export type ParsedConfig = z.output<typeof configSchema>;
