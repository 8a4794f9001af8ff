import type { Config } from './config.js';

/**
 * Each machine's own: where its files are, how it reaches the database, how much it logs. The inventory's content is compared, not its
 * path, and budgets are a kind of `rules`.
 */
type Own = 'file' | 'database' | 'log' | 'tls' | 'inventory' | 'budgets';

/**
 * What must be the same on all machines that share a database, by section of the configuration. Secrets are left out, and so is what
 * may differ: paths, the address that is listened on, `api.concurrency`, proxies. A section that is undefined is not compared: a machine
 * that serves no page need not say who may use it.
 */
export function commonSections(config: Config): Readonly<Record<Exclude<keyof Config, Own>, unknown>> {
  const { api, http, smtp, push } = config;
  return {
    api: {
      baseUrl: api.baseUrl,
      dashboardUrl: api.dashboardUrl,
      requestsPerSecond: api.requestsPerSecond,
      requestsPerHour: api.requestsPerHour,
    },
    timeZone: config.timeZone,
    units: config.units,
    poll: config.poll,
    rules: [config.rules, config.budgets],
    receivers: config.receivers.map(({ channel, ...receiver }) => ({ ...receiver, kind: channel.kind })),
    routes: config.routes,
    smtp: smtp && {
      host: smtp.host,
      port: smtp.port,
      tls: smtp.tls,
      username: smtp.username,
      from: smtp.from,
    },
    http: http
      ? { publicUrl: http.publicUrl, userHeader: http.userHeader, operators: http.operators }
      : undefined,
    push: http ? push !== null : undefined,
    reports: config.reports.map(({ dir: _, webhook: __, ...report }) => report),
    invoice: config.invoice,
    retention: config.retention,
    heartbeatUrl: config.heartbeatUrl !== null,
  };
}
