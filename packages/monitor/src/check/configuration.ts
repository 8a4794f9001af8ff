import {
  counted,
  formatDuration,
  formatInstant,
  inventoryFaultInWords,
  possibleAlerts,
  type UnixSeconds,
  type UnreachableRoute,
  unreachableRoutes,
} from '@roamwatch/core';
import type { Inventory, ReadInventory } from '../ports/inventory.js';
import type { Settings } from '../settings.js';
import { checkConfigFile, checkSecretFiles } from './files.js';
import { checkMonitoring } from './monitoring.js';
import { checkPush } from './push.js';
import { type CheckResult, check, failed, ok, warning } from './result.js';

/** What the checks of the configuration need. They make no request. */
export interface ConfigurationParts {
  readonly config: Settings;
  /** The configuration file, absolute. */
  readonly file: string;
  /** The source of each secret: the file's path, and the secret in words. */
  readonly secretFiles: ReadonlyMap<string, string>;
  /** The secrets, in words, that the configuration file itself contains. */
  readonly secretsInFile: readonly string[];
  /** The database file; null: the database is on a server. */
  readonly database: string | null;
  readonly readInventory: ReadInventory;
  /** The API's address is neither encrypted nor on this machine. */
  readonly exposesToken: boolean;
  readonly now: UnixSeconds;
}

/** Checks that need no connection. The configuration itself has been read when this runs. */
export async function checkConfiguration(parts: ConfigurationParts): Promise<readonly CheckResult[]> {
  const { config, file, database, secretFiles, secretsInFile, readInventory, exposesToken, now } = parts;
  const { inventory } = config;
  const results = await Promise.all([
    check('configuration', () => ok('configuration', file)),
    check('configuration file', () => checkConfigFile(file, secretsInFile)),
    ...checkSecretFiles(secretFiles),
    ...(exposesToken ? [check('API address', () => readersWarned(config))] : []),
    check('time zone', () =>
      ok('time zone', `${config.timeZone}: it is ${formatInstant(now, config.timeZone)}`),
    ),
    check('rules', () => checkRules(config)),
    check('receivers', () => checkReceivers(config)),
    check('routes', () => checkRoutes(config)),
    ...(config.push === null ? [] : [check('push', () => checkPush(config))]),
    ...(config.retention.dailyUsage === null ? [] : [check('retention', () => checkRetention(config))]),
    ...(inventory === null
      ? []
      : [check('inventory', () => checkInventory(() => readInventory(inventory), inventory, config))]),
  ]);
  return [
    ...results,
    ...(database === null ? [] : await checkMonitoring(database, config, readable(inventory, readInventory))),
  ];
}

/** Null where it cannot be read, which has a separate result. */
function readable(file: string | null, readInventory: ReadInventory): Inventory | null {
  try {
    return file === null ? null : readInventory(file);
  } catch {
    return null;
  }
}

function readersWarned({ api: { baseUrl } }: Settings): CheckResult {
  return warning(
    'API address',
    `${baseUrl} is not encrypted: the token can be read in transit`,
    'use https:// in api.baseUrl',
  );
}

function checkRules({ rules, budgets }: Settings): CheckResult {
  if (rules.length + budgets.length === 0)
    return warning(
      'rules',
      'none configured, so no alerts will fire',
      'remove `rules: []` to use the default rules',
    );
  return ok('rules', [...rules, ...budgets].map((rule) => rule.name).join(', '));
}

function checkReceivers({ receivers, routes }: Settings): CheckResult {
  if (receivers.length === 0) {
    return warning(
      'receivers',
      'none configured, so no alerts will be sent',
      'add at least one under `receivers`',
    );
  }
  const routed = new Set(routes.flatMap((route) => route.receivers));
  const idle = routes.length === 0 ? [] : receivers.filter(({ name }) => !routed.has(name));
  if (idle.length === 0) return ok('receivers', receivers.map(({ name }) => name).join(', '));
  const names = idle.map(({ name }) => name).join(', ');
  return warning('receivers', `no route uses ${names}`, 'add a route, or remove the receiver');
}

function checkRoutes({ routes, rules, budgets }: Settings): CheckResult {
  if (routes.length === 0) return ok('routes', 'none: every alert goes to every receiver');
  const unreachable = unreachableRoutes(routes, possibleAlerts(rules, budgets));
  const places = (because: UnreachableRoute['because']) =>
    unreachable.filter((one) => one.because === because).map(({ place }) => place + 1);
  const [unmatched, taken] = [places('no-match'), places('taken')];
  if (unmatched.length > 0) {
    return warning(
      'routes',
      `no alert can match ${routesText(unmatched)}: no rule has such a name, severity and match at once`,
      'correct its `match`, or remove it',
    );
  }
  if (taken.length > 0) {
    return warning(
      'routes',
      `no alert reaches ${routesText(taken)}: a route above takes whatever it would match`,
      'move the narrower route up, or add `continue: true` to the one above it',
    );
  }
  if (routes.some(({ match }) => Object.keys(match).length === 0)) {
    return ok('routes', `${routes.length}; every alert matches a route`);
  }
  return warning(
    'routes',
    'alerts that match no route are not delivered',
    'add a last route without `match`, unless this is intended',
  );
}

function routesText(places: readonly number[]): string {
  return `route${places.length === 1 ? '' : 's'} ${places.join(', ')}`;
}

/** Only what a closed month has stored may be deleted. Without closing, the retention has no effect. */
function checkRetention({ retention: { dailyUsage }, reports }: Settings): CheckResult {
  const kept = `retention.dailyUsage: ${formatDuration(dailyUsage ?? 0)}`;
  const closing = reports.filter(({ closeAfter }) => closeAfter !== null).map(({ name }) => name);
  if (closing.length > 0)
    return ok('retention', `${kept}, once report ${closing.join(', ')} has closed the month`);
  return warning(
    'retention',
    `${kept} deletes nothing of months that are not closed, and no report closes months`,
    'add `closeAfter` to a report, or close each month: roamwatch report close --month YYYY-MM',
  );
}

function checkInventory(read: () => Inventory, file: string, { receivers }: Settings): CheckResult {
  try {
    const { entries, problems, warnings } = read();
    if (problems.length === 0 && warnings.length > 0) {
      const columns = warnings.map(({ fault }) => inventoryFaultInWords(fault)).join('\n');
      return warning('inventory', `${file}: unknown column`, columns);
    }
    if (problems.length === 0) {
      const reader = receivers.find(({ recipients }) => recipients === 'inventory');
      const silent = entries.filter(({ email }) => email === null).length;
      if (!reader || silent === 0)
        return ok('inventory', `${file}: ${counted(entries.length, 'entry', 'entries')}`);
      return warning(
        'inventory',
        `${file}: no address in ${silent} of ${counted(entries.length, 'entry', 'entries')}, so ${reader.name} cannot notify them`,
        'fill in the email column, or route their alerts to another receiver',
      );
    }
    const lines = problems.map((problem) => `line ${problem.line}: ${inventoryFaultInWords(problem.fault)}`);
    return failed('inventory', `${file}: ${counted(lines.length, 'line')} rejected`, lines.join('\n'));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return failed('inventory', message, 'create the file, or remove the key `inventory`');
  }
}
