import { fileURLToPath } from 'node:url';

/** The JSON Schema of the configuration, as it was installed with the program. */
export const SCHEMA_FILE = fileURLToPath(new URL('../../schema/roamwatch.schema.json', import.meta.url));

/** The simulator's default token. */
const SIMULATOR_TOKEN = 'simulator-token';

export interface InitialOptions {
  /** The simulator's address such as `http://127.0.0.1:8788`: a configuration that needs no token. */
  readonly simulator?: string | null;
  /** IANA zone; UTC by default. */
  readonly timeZone?: string;
  /** The addresses notified by email; left out: none yet. */
  readonly mail?: InitialMail | null;
}

/** The receiver `ops`, and the mail server its messages take. */
export interface InitialMail {
  readonly to: string;
  readonly host: string;
  readonly port: number;
}

/**
 * The configuration that `init` writes: every key with a line about it, and the defaults that apply anyway. What
 * needs an address or a secret of the operator's is commented out, without a space behind the `#`.
 */
export function initialConfig({
  simulator = null,
  timeZone = 'UTC',
  mail = null,
}: InitialOptions = {}): string {
  return `${HEADER}
${simulator === null ? REAL_API : simulatedApi(simulator)}
  concurrency: 4                  # requests in flight at once
#  requestsPerHour: 5000          # a ceiling for any hour; none by default
#  dashboardUrl: https://partner.example.com   # the provider's page for top-ups; messages and the page link to it

database: sqlite:./data/roamwatch.db   # or { url: "postgres://roamwatch@db.example.com/roamwatch", passwordFile: ./database-password }
timeZone: ${timeZone.padEnd(24)}# IANA, such as Europe/London: for schedules, expiry texts and quiet hours
${mail === null ? REST : withMail(REST, mail)}`;
}

/** Takes in what is commented out about the receiver `ops` and the mail server. */
function withMail(text: string, { to, host, port }: InitialMail): string {
  const ops = `receivers:
  - name: ops
    email: { to: [${to}] }
    repeat: 24h  `;
  const server = `smtp:
  host: ${host}
  port: ${port}
  tls: auto                       # auto, implicit, starttls or optional
#  username: roamwatch
#  passwordFile: ./smtp-password
  from: "Roamwatch <${to}>"`;
  return text
    .replace(/^#receivers:\n(#.*\n){2}# {4}repeat: 24h {2}/m, ops)
    .replace(/^#smtp:\n(#.*\n){5}#.*/m, server);
}

const HEADER = `# yaml-language-server: $schema=${SCHEMA_FILE}

# Roamwatch monitors the data usage of travel eSIMs. After a change, run: roamwatch check
# Paths are relative to this file's folder. \${NAME} and \${NAME:-default} are taken from the environment.
# Lengths of time: 30m, 24h, 7d. Sizes: 100MB, 1.5 GB (1 GB = 1024 MB).
# Secrets (token, password, hook): a file with one line that only you can read, or the environment.

api:`;

const REAL_API = `  baseUrl: https://api.getroamify.com
  tokenFile: ./roamify-token      # ROAMIFY_API_TOKEN in the environment overrides it
  requestsPerSecond: 5`;

function simulatedApi(url: string): string {
  return `  baseUrl: ${url}  # roamwatch simulator; the real one is https://api.getroamify.com
  token: \${ROAMIFY_API_TOKEN:-${SIMULATOR_TOKEN}}
  requestsPerSecond: 100          # the default for the real one is 5`;
}

const REST = `units:                            # units of the provider's figures: auto, B, KB, MB or GB
  allowance: auto                 # allowance and remaining data; auto finds out from the package names
  dailyUsage: auto                # usage by day and country

poll:
  schedule: "*/30 * * * *"        # cron: minute hour day month weekday; with mode adaptive, when the list is read
#  statuses: [INSTALLED, READY]   # only these; if omitted, all but NEW, EXPIRED, REVOKED and DELETED
#  mode: adaptive                 # polls each eSIM when it may reach a threshold, within a budget; default: cron
#  budget: 2000/h                 # with mode adaptive: the most requests in any hour
#  floor: 10m                     # with mode adaptive: minimum time between two polls of an eSIM
#  ceiling: 24h                   # with mode adaptive: the longest time between two polls, as far as the budget allows

# Who has which eSIM. CSV: iccid,label,email,cost_centre,gl_code,project,valid_from, and optionally language (en, de)
#inventory: ./inventory.csv

# When to warn. These rules also apply when the section is omitted.
rules:
  - name: low-data                # remaining data, as a share or a size, whichever comes first
    type: data-low
    warning: [25%]
    critical: [10%, 100MB]        # a size above half the package is skipped
  - name: used-up                 # nothing left
    type: data-exhausted
  - name: expiring                # the running package ends
    type: expiry
    warning: [7d, 3d]
    critical: [1d]
  - name: unused                  # paid for, never installed, about to expire
    type: expiry-unused
    warning: [14d]
  - name: forecast                # projected to run out within that time, and before it expires
    type: data-forecast
    warning: [24h]
  - name: spike                   # a day against the median of the 7 before
    type: usage-spike
    warning: [3x]
    minimum: 200MB                # a day below this is never a spike
  - name: silent                  # no good reading for that time, while the provider answers
    type: stale
    warning: [8h]
#  - name: new-country             # usage in a country not listed, and new for that eSIM
#    type: new-location
#    allow: [United Kingdom, France]
#    match: { cost_centre: "sales-*" }   # any rule: only for eSIMs by label, cost_centre, project, status, iccid

#  - name: sales                   # what all that match cost (500 USD) or use (200GB) together in a calendar month
#    type: budget
#    match: { cost_centre: "sales-*" }
#    period: month
#    limit: 500 USD
#    warning: [80%]
#    critical: [100%]

# Who gets notified. Without receivers, alerts appear only in "roamwatch alerts". Test one: roamwatch notify test ops
#receivers:
#  - name: ops
#    email: { to: [ops@example.com] }
#    repeat: 24h                   # reminders of open criticals; or never
#  - name: team
#    slack: { webhookUrlFile: ./slack-hook }
#    quietHours: { from: "22:00", to: "07:00" }   # criticals pass, others are muted until the end
#  - name: channel
#    teams: { webhookUrlFile: ./teams-hook }   # a workflow that posts what it receives by webhook
#    summary: weekly               # on Mondays at 08:00; or off
#  - name: traveller
#    email: { to: inventory }      # the eSIM's own address
#  - name: hook
#    webhook: { urlFile: ./hook-address, secretFile: ./hook-secret }   # the secret signs the body; url, where the address is no secret

# Who gets notified of what: the first match wins unless "continue: true". Without routes, all alerts go to every receiver.
#routes:
#  - match: { severity: critical }  # severity, rule, label, cost_centre, project, status, iccid; * and ? are wildcards
#    receivers: [ops, team]
#    continue: true
#  - receivers: [traveller]

# The mail server, needed for receivers and reports by email.
#smtp:
#  host: smtp.example.com
#  port: 587
#  tls: auto                       # auto, implicit, starttls or optional
#  username: roamwatch
#  passwordFile: ./smtp-password
#  from: "Roamwatch <alerts@example.com>"

# Certificates of a private authority, for the provider, the mail server and hooks.
#tls:
#  caFile: ./private-ca.pem

# The page, /healthz, /readyz and /metrics, served by "roamwatch run".
http:
  listen: 127.0.0.1:8787
#  tokenFile: ./http-token         # required unless it listens on loopback
#  viewerTokenFile: ./http-viewer  # a read-only token
#  publicUrl: https://roamwatch.example.com   # where people reach the page; messages then link to it
#  userHeader: X-Forwarded-User    # the header in which a trusted proxy names the user
#  trustedProxies: [127.0.0.1]     # addresses or subnets of proxies
#  operators: [anna@example.com]   # users named by the proxy who may act; all others can only read

# Takes the provider's push, which makes an eSIM due at once: roamwatch check prints the address to register with the provider.
#push:
#  secretFiles: [./push-secret]    # one, or two while it is rotated

# Files for finance, written by schedule.
#reports:
#  - name: finance
#    schedule: "0 6 4 * *"         # at 06:00 on the 4th
#    closeAfter: 3d                # freeze the month three days after its end; manually if omitted
#    kinds: [usage, purchases, summary]
#    dir: ./reports
#    emailTo: [finance@example.com]
#    webhook: { url: https://example.com/in, secretFile: ./hook-secret }   # posts the files as JSON
#    profile: plain                # plain, excel (also excel-de, -es, -fr, -it, -nl), xlsx or jsonl

# Column names of the provider's invoice, for "roamwatch report invoice FILE --month YYYY-MM".
#invoice:
#  columns: { date: date, iccid: iccid, esimId: esim_id, package: package, price: price, currency: currency, reference: reference }

# Retention periods: a length of time, or forever.
retention:
  dailyUsage: forever
  readings: 90d
  history: 400d                   # resolved alerts, sent messages, cycles

log:
  level: info                     # trace, debug, info, warn or error; --log-level overrides it

# Requested after every good poll, so that another service notices when Roamwatch stops.
#heartbeatUrlFile: ./heartbeat-url
`;
