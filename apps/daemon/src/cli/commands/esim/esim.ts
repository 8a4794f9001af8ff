import type { Command } from 'commander';
import { countArgument } from '../../arguments.js';
import { UsageError } from '../../failure.js';
import type { Outcome } from '../../outcome.js';
import { applyOrder, applyProfile } from './apply.js';
import { listEsims } from './list.js';
import type { EsimReference } from './look-up.js';
import { showHistory, showTopUps, type TopUpFilter } from './packages.js';
import { showEsim } from './profile.js';
import { addReferenceOptions, anyReference, oneReference, type ReferenceOptions } from './reference.js';
import { showUsage, showUsageDetails } from './usage.js';
import { type ApiAccess, withApi } from './with-api.js';

/** The API's operations, requested directly and stored nowhere. */
export function esimCommand(program: Command, outcome: Outcome): void {
  const esim = program
    .command('esim')
    .description(
      "Query the provider's API directly.\nRequires no database, and no configuration file if ROAMIFY_API_TOKEN is set.",
    )
    .addHelpText('after', EXAMPLES);

  addReferenceOptions(
    addCommand(esim, 'list', 'List the eSIMs of the account', 'esim list --status READY --json'),
  )
    .option('--status <status>', 'filter by status: NEW, READY, INSTALLED, REVOKED, EXPIRED, …')
    .option('--reference-id <id>', 'only eSIMs ordered under this reference')
    .option('--limit <n>', 'return at most <n> eSIMs in one request (default: all, verified complete)')
    .option('--show-secrets', SHOW_SECRETS)
    .action(async (local: ListOptions, command: Command) => {
      const query = {
        status: local.status ?? null,
        referenceId: local.referenceId ?? null,
        key: anyReference(local, 'esim list'),
        limit: local.limit === undefined ? null : countArgument('--limit', local.limit),
        secrets: local.showSecrets ?? false,
      };
      outcome.exitCode = await withApi(command, (access) => listEsims(access, query));
    });

  addQuestion<GetOptions>(esim, 'get', 'Show one eSIM, by ICCID or eSIM ID', (access, key, { showSecrets }) =>
    showEsim(access, key, showSecrets ?? false),
  ).option('--show-secrets', SHOW_SECRETS);
  addQuestion(esim, 'usage', 'Show the remaining data of the current package', showUsage);
  addQuestion(
    esim,
    'usage-details',
    'Show the remaining data and the usage by day and location',
    showUsageDetails,
  );
  addQuestion<TopUpsOptions>(esim, 'topups', 'List available top-up packages', (access, key, local) =>
    showTopUps(access, key, topUpFilter(local)),
  )
    .option('--days <n>', 'only packages of this many days')
    .option('--gbs <n>', 'only packages of this many GB')
    .option('--unlimited', 'only unlimited packages')
    .option('--no-unlimited', 'no unlimited packages')
    .option('--package-id <id>', 'only this package');
  addQuestion(esim, 'history', 'List purchased packages', showHistory);

  addCommand(
    esim,
    'apply',
    'Generate the profile of an ordered eSIM and wait for it',
    'esim apply --esim-id 6629fe2b',
  )
    .argument('[esim-id]', 'ID from the order')
    .option('--esim-id <id>', 'same as the <esim-id> argument')
    .option('--reference-id <id>', 'instead: all eSIMs ordered under this reference')
    .option('--start-date <date>', 'when the package is to start, as the provider writes dates')
    .option('--show-secrets', SHOW_SECRETS)
    .addHelpText(
      'after',
      '\nSent only once, since a retry could create a second profile. If the outcome is\nunclear, looks the eSIM up for up to 3 minutes until the profile exists.',
    )
    .action((argument: string | undefined, local: ApplyOptions, command: Command) => {
      const { referenceId, startDate, showSecrets: secrets = false } = local;
      if (referenceId === undefined) {
        const esimId = oneEsimId(argument, local.esimId);
        return withApi(command, (access) => applyProfile(access, esimId, { secrets, startDate }));
      }
      if (argument !== undefined || local.esimId !== undefined)
        throw new UsageError('specify either an eSIM ID or --reference-id, not both');
      return withApi(command, (access) => applyOrder(access, referenceId, { secrets, startDate }));
    });
}

/** A question about one eSIM. */
function addQuestion<Local extends object>(
  esim: Command,
  name: string,
  description: string,
  ask: (access: ApiAccess, key: EsimReference, local: Local) => Promise<void>,
): Command {
  return addReferenceOptions(
    addCommand(esim, name, description, `esim ${name} 894000000000029365`).argument('[iccid]', ICCID),
  ).action((argument: string | undefined, local: Local & ReferenceOptions, command: Command) => {
    const key = oneReference(argument, local, `esim ${name}`);
    return withApi(command, (access) => ask(access, key, local));
  });
}

function addCommand(esim: Command, name: string, description: string, example: string): Command {
  return esim
    .command(name)
    .description(description)
    .option('--base-url <url>', 'API address (default: api.baseUrl from the configuration)')
    .addHelpText('after', `\nExample:\n  roamwatch ${example}`);
}

interface ListOptions extends ReferenceOptions {
  readonly status?: string;
  readonly referenceId?: string;
  readonly limit?: string;
  readonly showSecrets?: true;
}

interface GetOptions {
  readonly showSecrets?: true;
}

interface ApplyOptions {
  readonly esimId?: string;
  readonly referenceId?: string;
  readonly startDate?: string;
  readonly showSecrets?: true;
}

interface TopUpsOptions {
  readonly days?: string;
  readonly gbs?: string;
  readonly unlimited?: boolean;
  readonly packageId?: string;
}

function topUpFilter({ days, gbs, unlimited, packageId }: TopUpsOptions): TopUpFilter {
  return {
    ...(days !== undefined && { days: countArgument('--days', days) }),
    ...(gbs !== undefined && { gbs: countArgument('--gbs', gbs) }),
    ...(unlimited !== undefined && { isUnlimited: unlimited }),
    ...(packageId !== undefined && { packageId }),
  };
}

function oneEsimId(argument: string | undefined, option: string | undefined): string {
  if (argument !== undefined && option !== undefined)
    throw new UsageError('specify the eSIM ID once, either as the argument or with --esim-id');
  const id = argument ?? option;
  if (id === undefined) throw new UsageError('missing eSIM ID. Usage: roamwatch esim apply --esim-id <id>');
  return id;
}

const ICCID = 'ICCID of the eSIM (see `roamwatch esim list`)';
const SHOW_SECRETS = 'also show the activation code, QR link, PIN, PUK and phone number';

const EXAMPLES = `
Examples:
  roamwatch esim list --status INSTALLED
  roamwatch esim usage-details 894000000000029365
  roamwatch esim topups --esim-id 6629fe2b --days 7
  roamwatch esim get --esim-id 6629fe2b --show-secrets
  ROAMIFY_API_TOKEN=… roamwatch esim list --json`;
