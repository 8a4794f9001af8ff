import type { Command } from 'commander';
import { runDaemon } from '../../jobs/run.js';
import { globalOptions, logFor, withContext } from '../frame.js';
import type { Outcome } from '../main.js';
import { abortOnSignals } from '../signals.js';

export function runCommand(program: Command, _outcome: Outcome): void {
  program
    .command('run')
    .description('The daemon: polls on schedule, evaluates, delivers, serves HTTP; SIGTERM ends it cleanly')
    .action(async (_options: unknown, command: Command) => {
      const options = globalOptions(command);
      await withContext(options, logFor(options), (ctx) => runDaemon(ctx, abortOnSignals()));
    });
}
