import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  type ConfigDocument,
  ConfigError,
  type ConfigProblem,
  type FileKind,
  type Path,
  parseDocumentText,
  printPath,
  problemsOf,
  readDocument,
} from '@roamwatch/config-file';
import { POLLED_BY_DEFAULT } from '@roamwatch/core';
import type { PollSettings } from '@roamwatch/monitor';
import { HOOKS, type HookKind } from '@roamwatch/notify/channels';
import { readCertificates } from './certificates.js';
import type {
  Config,
  DatabaseConfig,
  HookSecretSources,
  HttpConfig,
  PushConfig,
  ReceiverChannel,
  SmtpConfig,
  TlsConfig,
} from './config.js';
import { crosscheck } from './crosscheck.js';
import { expandVariables } from './expand.js';
import { configJsonSchema } from './json-schema.js';
import { HOOK_KINDS } from './receiver-schema.js';
import { configSchema, type ParsedConfig } from './schema.js';
import { Secret } from './secret.js';
import { SECRET_USES, Secrets, type SecretUse } from './secrets.js';

export const CONFIGURATION: FileKind = {
  called: 'the configuration file',
  example: 'timeZone: UTC',
  hint: 'write one with "roamwatch init"',
};

export interface LoadOptions {
  /**
   * Secrets that must be there now; those missing or empty are problems. The others are looked up when they are
   * revealed, so that a report can be written where no token is. All by default.
   */
  readonly need?: readonly SecretUse[];
  /** A missing file is treated as an empty one: the defaults apply. */
  readonly optional?: boolean;
}

/**
 * Reads the configuration: defaults, then `${VARIABLE}`s, then validation. Throws a {@link ConfigError} with every
 * fault found, each with its line.
 */
export function loadConfig(file: string, env: NodeJS.ProcessEnv, options: LoadOptions = {}): Config {
  const absent = options.optional === true && !existsSync(file);
  const document = absent ? parseDocumentText(file, '{}', CONFIGURATION) : readDocument(file, CONFIGURATION);
  return configOf(document, env, options);
}

/** The configuration in a file that was read, or in a text that stands for one. Throws as {@link loadConfig} does. */
export function configOf(
  document: ConfigDocument,
  env: NodeJS.ProcessEnv,
  options: LoadOptions = {},
): Config {
  const { file } = document;
  const directory = dirname(resolve(file));
  const { value: written, problems: unset } = expandVariables(document.value, env);
  const value = withDatabase(written, env.ROAMWATCH_DATABASE_URL);
  const secrets = new Secrets(value, directory, env, options.need ?? SECRET_USES);
  const parsed = configSchema.safeParse(value);
  const at = (problem: { path: Path; message: string; suggestion?: string | null }) =>
    document.problemAt(problem.path, printPath(problem.path), problem.message, problem.suggestion);
  const validated = { document, value, schema: parsed.success ? {} : configJsonSchema() };
  const problems = [
    ...document.problems,
    ...unset.map(at),
    ...(parsed.error?.issues ?? [])
      .filter((issue) => !unset.some(({ path }) => printPath(path) === printPath(issue.path as Path)))
      .flatMap((issue) => problemsOf(issue, validated)),
    ...crosscheck(value).map(at),
    ...secrets.problems.map(at),
  ];
  const tls = parsed.data?.tls === undefined ? null : tlsOf(resolve(directory, parsed.data.tls.caFile));
  if (tls !== null && 'fault' in tls) problems.push(at({ path: ['tls', 'caFile'], message: tls.fault }));
  if (problems.length > 0 || !parsed.success || (tls !== null && 'fault' in tls))
    throw new ConfigError(problems.sort(byPlace));
  return { ...resolved(resolve(file), parsed.data, secrets), tls };
}

/** The environment goes first. */
function withDatabase<T extends object>(value: T, url: string | undefined): T {
  return url ? { ...value, database: url } : value;
}

function byPlace(one: ConfigProblem, other: ConfigProblem): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}

function resolved(file: string, parsed: ParsedConfig, secrets: Secrets): Omit<Config, 'tls'> {
  const absolute = (path: string) => resolve(dirname(file), path);
  const { api, smtp, http, poll, timeZone, units, rules, routes, retention, log } = parsed;
  return {
    file,
    api: {
      baseUrl: api.baseUrl,
      dashboardUrl: api.dashboardUrl ?? null,
      token: secrets.at(['api', 'token']),
      requestsPerSecond: api.requestsPerSecond,
      concurrency: api.concurrency,
      requestsPerHour: api.requestsPerHour ?? null,
    },
    database: databaseOf(parsed.database, secrets, absolute),
    timeZone,
    units,
    poll: pollOf(poll, api.requestsPerHour ?? Number.POSITIVE_INFINITY),
    inventory: parsed.inventory === undefined ? null : absolute(parsed.inventory),
    rules: rules.filter((rule) => rule.type !== 'budget'),
    budgets: rules.filter((rule) => rule.type === 'budget'),
    receivers: parsed.receivers.map((receiver, index) => ({
      name: receiver.name,
      channel: channelOf(receiver, ['receivers', index], secrets),
      recipients: receiver.email?.to ?? [receiver.name],
      repeat: receiver.repeat,
      summary: receiver.summary,
      quietHours: receiver.quietHours ?? null,
    })),
    routes,
    smtp: smtp === undefined ? null : smtpOf(smtp, secrets),
    http: http === undefined ? null : httpConfig(http, secrets),
    push: parsed.push === undefined ? null : pushConfig(parsed.push, secrets),
    reports: parsed.reports.map((report, index) => ({
      ...report,
      webhook: report.webhook === undefined ? null : hookSecrets('webhook', ['reports', index], secrets),
      hasWebhook: report.webhook !== undefined,
      closeAfter: report.closeAfter ?? null,
      dir: absolute(report.dir),
    })),
    invoice: parsed.invoice,
    retention,
    log,
    heartbeatUrl: secrets.at(['heartbeatUrl']),
  };
}

function databaseOf(
  database: ParsedConfig['database'],
  secrets: Secrets,
  absolute: (path: string) => string,
): DatabaseConfig {
  if ('path' in database) return { file: absolute(database.path) };
  const url = new URL(database.url);
  const { host, pathname } = url;
  const password = secrets.at(['database', 'password']) ?? passwordIn(url);
  url.password = '';
  return { file: `postgres://${host}${pathname}`, server: { url: url.href, password } };
}

function passwordIn({ password }: URL): Secret | null {
  if (password === '') return null;
  return new Secret('database.url', { kind: 'variable', value: decodeURIComponent(password) });
}

function tlsOf(caFile: string): TlsConfig | { readonly fault: string } {
  const certificates = readCertificates(caFile);
  return 'fault' in certificates ? certificates : { caFile, certificates };
}

function pollOf(poll: ParsedConfig['poll'], mostPerHour: number): PollSettings {
  const { schedule, mode, budget, floor, ceiling } = poll;
  const statuses = poll.statuses === undefined ? POLLED_BY_DEFAULT : { only: poll.statuses };
  if (mode === 'cron' || budget === undefined) return { schedule, statuses, adaptive: null };
  return { schedule, statuses, adaptive: { requestsPerHour: Math.min(budget, mostPerHour), floor, ceiling } };
}

function smtpOf(smtp: NonNullable<ParsedConfig['smtp']>, secrets: Secrets): SmtpConfig {
  const { host, port, tls, username, from } = smtp;
  return { host, port, tls, username: username ?? null, password: secrets.at(['smtp', 'password']), from };
}

function channelOf(
  receiver: ParsedConfig['receivers'][number],
  path: Path,
  secrets: Secrets,
): ReceiverChannel {
  const kind = HOOK_KINDS.find((hook) => receiver[hook] !== undefined);
  if (kind === undefined) return { kind: 'email' };
  return { kind, secrets: hookSecrets(kind, path, secrets) };
}

function hookSecrets(kind: HookKind, path: Path, secrets: Secrets): HookSecretSources {
  const keys = Object.keys(HOOKS[kind].secrets);
  return Object.fromEntries(keys.map((key) => [key, secrets.at([...path, kind, key])]));
}

function pushConfig(push: NonNullable<ParsedConfig['push']>, secrets: Secrets): PushConfig {
  const fromEnvironment = secrets.at(['push', 'secret']);
  const listed = (['secretFiles', 'secrets'] as const).flatMap((key) =>
    (push[key] ?? []).map((_, index) => secrets.at(['push', key, index])),
  );
  return { secrets: (fromEnvironment ? [fromEnvironment] : listed).filter((secret) => secret !== null) };
}

function httpConfig(http: NonNullable<ParsedConfig['http']>, secrets: Secrets): HttpConfig {
  return {
    ...http.listen,
    token: secrets.at(['http', 'token']),
    viewerToken: secrets.at(['http', 'viewerToken']),
    publicUrl: http.publicUrl ?? null,
    userHeader: http.userHeader ?? null,
    trustedProxies: http.trustedProxies,
    operators: http.operators,
  };
}
