import { Command, CommanderError, type Option } from 'commander';
import { printableOutput } from '../printable.js';
import { CATALOGUE, type CatalogueEntry } from './catalogue.js';
import type { Outcome } from './outcome.js';
import { version } from './version.js';

/**
 * Runs one command line and resolves to the exit code: 0 success, 1 completed with failures, 2 usage or
 * configuration error. Never rejects, never prints a stack trace for a user's mistake.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const outcome = { exitCode: 0 };
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.listeners('error').includes(outputFailed)) stream.on('error', outputFailed);
  }
  try {
    const program = createProgram();
    await addCommands(program, calledIn(argv), outcome);
    pointToHelp(program, program.name());
    await program.parseAsync([...argv], { from: 'user' });
    return outcome.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { explainFailure } = await import('./failure.js');
    return explainFailure(error);
  }
}

/** A reader that stops early, as `head` does, is nobody's failure; a full disk is no fault of ours. */
function outputFailed(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`roamwatch: cannot write to standard output: ${error.message}\n`);
  process.exitCode = 1;
  process.exit();
}

function createProgram(): Command {
  return new Command('roamwatch')
    .description(
      'Monitor travel eSIM usage, get alerted before data or validity runs out, and export reports.',
    )
    .version(version())
    .option('-c, --config <file>', CONFIG_HELP)
    .option('--json', 'print the result as JSON on standard output')
    .option(
      '--log-level <level>',
      'trace, debug, info, warn, error or silent',
      process.env.ROAMWATCH_LOG_LEVEL,
    )
    .option('--log-format <format>', 'auto, json or pretty', 'auto')
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: optionsOfProgram })
    .configureOutput({ outputError: (text, write) => write(printableOutput(text)) })
    .addHelpText('after', EXAMPLES)
    .showSuggestionAfterError()
    .exitOverride();
}

/** Those of a command in between, such as the filters of `alerts`, are no options of the commands below it. */
function optionsOfProgram(command: Command): Option[] {
  let program = command;
  while (program.parent !== null) program = program.parent;
  return program === command ? [] : program.options.filter(({ hidden }) => !hidden);
}

/** The name of the command that is called, or whose help is requested; undefined when none is. */
function calledIn(argv: readonly string[]): string | undefined {
  const [first, second] = createProgram().parseOptions([...argv]).operands;
  return first === 'help' ? second : first;
}

/** Adds the command that is called; the others only by name, for the list of commands and for suggestions. */
async function addCommands(program: Command, called: string | undefined, outcome: Outcome): Promise<void> {
  const whole = ({ name, aliases = [] }: CatalogueEntry) =>
    called !== undefined && [name, ...aliases, 'completion'].includes(called);
  for (const entry of CATALOGUE) {
    if (whole(entry)) (await entry.load())(program, outcome);
    else program.command(entry.name).summary(entry.summary);
  }
}

/** After wrong usage each command points to its own help. */
function pointToHelp(command: Command, called: string): void {
  command.showHelpAfterError(`(try ${called} --help)`);
  for (const sub of command.commands) pointToHelp(sub, `${called} ${sub.name()}`);
}

const EXAMPLES = `
Examples:
  roamwatch init                  create a commented configuration file
  roamwatch check --online        test the token, SMTP, Slack and the database
  roamwatch poll                  run one poll cycle now
  roamwatch run                   start the daemon
  roamwatch status                show the state of everything on one screen
  roamwatch fleet --severity any  list the eSIMs with an open alert
  roamwatch alerts                list open alerts
  roamwatch report usage --month 2026-01 > usage.csv

Exit codes: 0 done, 1 completed with failures, 2 usage or configuration error.`;

const CONFIG_HELP =
  'configuration file (default: ROAMWATCH_CONFIG, else the first of ./roamwatch.yaml, $XDG_CONFIG_HOME/roamwatch/roamwatch.yaml, /etc/roamwatch/roamwatch.yaml)';
