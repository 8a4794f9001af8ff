import { Command, CommanderError } from 'commander';
import { alertsCommand } from './commands/alerts.js';
import { checkCommand } from './commands/check.js';
import { explainCommand } from './commands/explain.js';
import { initCommand } from './commands/init.js';
import { notifyCommand } from './commands/notify.js';
import { pollCommand } from './commands/poll.js';
import { reportCommand } from './commands/report.js';
import { runCommand } from './commands/run.js';
import { simulatorCommand } from './commands/simulator.js';
import { explainFailure } from './failure.js';
import { version } from './version.js';

/**
 * Runs one command line and resolves to the exit code: 0 done, 1 it ran and something failed, 2 wrong usage or
 * configuration. Never rejects, never prints a stack trace for a user's mistake.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const outcome = { exitCode: 0 };
  try {
    await createProgram(outcome).parseAsync([...argv], { from: 'user' });
    return outcome.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return explainFailure(error);
  }
}

/** Where a command leaves its exit code. */
export interface Outcome {
  exitCode: number;
}

function createProgram(outcome: Outcome): Command {
  const program = new Command('roamwatch')
    .description(
      'Watches the data usage of travel eSIMs: polls, stores, warns before data or time runs out, reports.',
    )
    .version(version())
    .option('-c, --config <file>', 'the configuration (or ROAMWATCH_CONFIG)', defaultConfig())
    .option('--json', 'print the result as JSON on standard output')
    .option(
      '--log-level <level>',
      'trace, debug, info, warn, error or silent',
      process.env.ROAMWATCH_LOG_LEVEL,
    )
    .option('--log-format <format>', 'auto, json or pretty', 'auto')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(try roamwatch --help)')
    .showSuggestionAfterError()
    .exitOverride();
  for (const add of [
    initCommand,
    checkCommand,
    runCommand,
    pollCommand,
    alertsCommand,
    explainCommand,
    notifyCommand,
    reportCommand,
    simulatorCommand,
  ]) {
    add(program, outcome);
  }
  return program;
}

const EXAMPLES = `
Examples:
  roamwatch init                                   write a commented configuration
  roamwatch check --online                         try the token, SMTP, Slack and the database
  roamwatch poll                                   one whole cycle, now
  roamwatch run                                    the daemon
  roamwatch alerts                                 what is open
  roamwatch report usage --month 2026-01 > usage.csv

Exit codes: 0 done, 1 it ran and something failed, 2 wrong usage or configuration.`;

function defaultConfig(): string {
  return process.env.ROAMWATCH_CONFIG ?? './roamwatch.yaml';
}
