import type { Command } from 'commander';
import { checkConfiguration, checkOnline, type Finding } from '../../jobs/check.js';
import { configFor, globalOptions, logFor } from '../frame.js';
import type { Outcome } from '../main.js';
import { printResult } from '../output.js';

export function checkCommand(program: Command, outcome: Outcome): void {
  program
    .command('check')
    .description('Validate the configuration; with --online also try what it names')
    .option('--online', 'try the token, the list, SMTP, hooks and the database, without sending anything')
    .action(async (local: { online?: true }, command: Command) => {
      const options = globalOptions(command);
      const config = configFor(options);
      const findings = [
        ...checkConfiguration(config),
        ...(local.online ? await checkOnline(config, logFor(options, 'error')) : []),
      ];
      printResult(options, findings, () => findings.map(line).join('\n'));
      outcome.exitCode = findings.every((finding) => finding.ok) ? 0 : 1;
    });
}

function line(finding: Finding): string {
  const text = `${finding.ok ? 'ok  ' : 'FAIL'}  ${finding.item}: ${finding.message}`;
  return finding.hint === null ? text : `${text}\n      ${finding.hint}`;
}
