import type { Command } from 'commander';
import { countArgument, oneIccid } from '../../arguments.js';
import { UsageError } from '../../failure.js';
import type { Outcome } from '../../outcome.js';
import { applyProfile } from './apply.js';
import { listEsims } from './list.js';
import { showHistory, showTopUps } from './packages.js';
import { showEsim } from './profile.js';
import { showUsage, showUsageDetails } from './usage.js';
import { type ApiAccess, withApi } from './with-api.js';

/** The API's operations, asked at once and stored nowhere. */
export function esimCommand(program: Command, outcome: Outcome): void {
  const esim = program
    .command('esim')
    .description(
      "Query the provider's API directly.\nRequires no database, and no configuration file if ROAMIFY_API_TOKEN is set.",
    )
    .addHelpText('after', EXAMPLES);

  addCommand(esim, 'list', 'List the eSIMs of the account', 'esim list --status READY --json')
    .option('--status <status>', 'filter by status: NEW, READY, INSTALLED, REVOKED, EXPIRED, …')
    .option('--limit <n>', 'return at most <n> eSIMs in one request (default: all, verified complete)')
    .action(async (local: { status?: string; limit?: string }, command: Command) => {
      const limit = local.limit === undefined ? null : countArgument('--limit', local.limit);
      outcome.exitCode = await withApi(command, (access) => listEsims(access, local.status ?? null, limit));
    });

  addCommand(esim, 'get', 'Show one eSIM, by ICCID or eSIM ID', 'esim get --iccid 894000000000029365')
    .argument('[iccid]', ICCID)
    .option('--iccid <iccid>', 'same as the <iccid> argument')
    .option('--esim-id <id>', 'ID from the order')
    .option('--show-secrets', SHOW_SECRETS)
    .action(async (iccid: string | undefined, local: GetOptions, command: Command) => {
      const key = oneReference(iccid, local);
      await withApi(command, (access) => showEsim(access, key, local.showSecrets ?? false));
    });

  addQuestion(esim, 'usage', 'Show the remaining data of the current package', showUsage);
  addQuestion(
    esim,
    'usage-details',
    'Show the remaining data and the usage by day and location',
    showUsageDetails,
  );
  addQuestion(esim, 'topups', 'List available top-up packages', showTopUps);
  addQuestion(esim, 'history', 'List purchased packages', showHistory);

  addCommand(esim, 'apply', 'Generate the profile of an ordered eSIM and wait for it', 'esim apply 6629fe2b')
    .argument('<esim-id>', 'ID from the order')
    .option('--show-secrets', SHOW_SECRETS)
    .addHelpText(
      'after',
      '\nSent only once, since a retry could create a second profile. If the outcome is unclear, polls for up to 3 minutes\nuntil the profile exists.',
    )
    .action((esimId: string, local: { showSecrets?: true }, command: Command) =>
      withApi(command, (access) => applyProfile(access, esimId, local.showSecrets ?? false)),
    );
}

/** A question about one eSIM that has its profile. */
function addQuestion(
  esim: Command,
  name: string,
  description: string,
  ask: (access: ApiAccess, iccid: string) => Promise<void>,
): void {
  addCommand(esim, name, description, `esim ${name} 894000000000029365`)
    .argument('[iccid]', ICCID)
    .option('--iccid <iccid>', 'same as the <iccid> argument')
    .action((argument: string | undefined, local: { iccid?: string }, command: Command) => {
      const iccid = oneIccid(argument, local.iccid, `esim ${name} <iccid>`);
      return withApi(command, (access) => ask(access, iccid));
    });
}

function addCommand(esim: Command, name: string, description: string, example: string): Command {
  return esim
    .command(name)
    .description(description)
    .option('--base-url <url>', 'API address (default: api.baseUrl from the configuration)')
    .addHelpText('after', `\nExample:\n  roamwatch ${example}`);
}

interface GetOptions {
  readonly iccid?: string;
  readonly esimId?: string;
  readonly showSecrets?: true;
}

function oneReference(argument: string | undefined, { iccid, esimId }: GetOptions) {
  if (esimId === undefined) return { iccid: oneIccid(argument, iccid, 'esim get <iccid> or --esim-id <id>') };
  if (argument === undefined && iccid === undefined) return { esimId };
  throw new UsageError('specify either an ICCID or --esim-id, not both');
}

const ICCID = 'ICCID of the eSIM (see `roamwatch esim list`)';
const SHOW_SECRETS = 'also show the activation code, QR link, PIN, PUK and phone number';

const EXAMPLES = `
Examples:
  roamwatch esim list --status INSTALLED
  roamwatch esim usage-details 894000000000029365
  roamwatch esim get --esim-id 6629fe2b --show-secrets
  ROAMIFY_API_TOKEN=… roamwatch esim list --base-url https://api-dev.getroamify.com --json`;
