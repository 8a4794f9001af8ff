import type { Command } from 'commander';
import { countArgument, oneIccid } from '../../arguments.js';
import { UsageError } from '../../failure.js';
import type { Outcome } from '../../outcome.js';
import { applyProfile } from './apply.js';
import { listEsims } from './list.js';
import { showHistory, showTopUps } from './packages.js';
import { showEsim } from './profile.js';
import { showUsage, showUsageDetails } from './usage.js';
import { type ApiFrame, withApi } from './with-api.js';

/** The API's operations, asked at once and stored nowhere. */
export function esimCommand(program: Command, outcome: Outcome): void {
  const esim = program
    .command('esim')
    .description(
      "Ask the provider about eSIMs, now: the API's operations one by one.\nNeeds no database, and no configuration file where ROAMIFY_API_TOKEN holds the token.",
    )
    .addHelpText('after', EXAMPLES);

  addCommand(esim, 'list', 'Every eSIM of the account', 'esim list --status READY --json')
    .option('--status <status>', 'only those: NEW, READY, INSTALLED, REVOKED, EXPIRED, …')
    .option(
      '--limit <n>',
      'at most so many, with one call (default: the whole fleet, checked for completeness)',
    )
    .action(async (local: { status?: string; limit?: string }, command: Command) => {
      const limit = local.limit === undefined ? null : countArgument('--limit', local.limit);
      outcome.exitCode = await withApi(command, (frame) => listEsims(frame, local.status ?? null, limit));
    });

  addCommand(esim, 'get', 'One eSIM, by ICCID or by eSIM ID', 'esim get --iccid 894000000000029365')
    .argument('[iccid]', ICCID)
    .option('--iccid <iccid>', 'the same')
    .option('--esim-id <id>', 'the ID it was ordered under')
    .option('--show-secrets', SHOW_SECRETS)
    .action(async (iccid: string | undefined, local: GetOptions, command: Command) => {
      const key = oneReference(iccid, local);
      await withApi(command, (frame) => showEsim(frame, key, local.showSecrets ?? false));
    });

  addQuestion(esim, 'usage', 'What is left of the running package', showUsage);
  addQuestion(esim, 'usage-details', 'The same, and what was used on each day and where', showUsageDetails);
  addQuestion(esim, 'topups', 'Packages that can be added', showTopUps);
  addQuestion(esim, 'history', 'Packages that were bought for it', showHistory);

  addCommand(
    esim,
    'apply',
    'Generate the profile of an ordered eSIM; waits until it is there',
    'esim apply 6629fe2b',
  )
    .argument('<esim-id>', 'the ID it was ordered under')
    .option('--show-secrets', SHOW_SECRETS)
    .addHelpText(
      'after',
      '\nAsks once, because asking twice could generate two. When that ends undecided it looks the eSIM up until the\nprofile is there, up to three minutes.',
    )
    .action((esimId: string, local: { showSecrets?: true }, command: Command) =>
      withApi(command, (frame) => applyProfile(frame, esimId, local.showSecrets ?? false)),
    );
}

/** A question about one eSIM that has its profile. */
function addQuestion(
  esim: Command,
  name: string,
  description: string,
  ask: (frame: ApiFrame, iccid: string) => Promise<void>,
): void {
  addCommand(esim, name, description, `esim ${name} 894000000000029365`)
    .argument('[iccid]', ICCID)
    .option('--iccid <iccid>', 'the same')
    .action((argument: string | undefined, local: { iccid?: string }, command: Command) => {
      const iccid = oneIccid(argument, local.iccid, `esim ${name} ICCID`);
      return withApi(command, (frame) => ask(frame, iccid));
    });
}

function addCommand(esim: Command, name: string, description: string, example: string): Command {
  return esim
    .command(name)
    .description(description)
    .option('--base-url <url>', 'the API (default: api.baseUrl of the configuration)')
    .addHelpText('after', `\nExample:\n  roamwatch ${example}`);
}

interface GetOptions {
  readonly iccid?: string;
  readonly esimId?: string;
  readonly showSecrets?: true;
}

function oneReference(argument: string | undefined, { iccid, esimId }: GetOptions) {
  if (esimId === undefined) return { iccid: oneIccid(argument, iccid, 'esim get ICCID, or --esim-id') };
  if (argument === undefined && iccid === undefined) return { esimId };
  throw new UsageError('say which eSIM once: either its ICCID or --esim-id');
}

const ICCID = 'the number of the profile; `roamwatch esim list` shows it';
const SHOW_SECRETS = 'also what installs it: activation code, QR link, PIN, PUK, phone number';

const EXAMPLES = `
Examples:
  roamwatch esim list --status INSTALLED
  roamwatch esim usage-details 894000000000029365
  roamwatch esim get --esim-id 6629fe2b --show-secrets
  ROAMIFY_API_TOKEN=… roamwatch esim list --base-url https://api-dev.getroamify.com --json`;
