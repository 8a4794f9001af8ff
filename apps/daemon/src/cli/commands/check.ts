import type { CheckResult } from '@roamwatch/monitor';
import type { Command } from 'commander';
import { checkConnections, checkOffline } from '../../check-installation.js';
import { systemClock } from '../../clock.js';
import { printable } from '../../printable.js';
import { UsageError } from '../failure.js';
import { configFor, globalOptions } from '../global-options.js';
import type { Outcome } from '../outcome.js';
import { printResult } from '../output.js';
import { tinted } from '../terminal/terminal.js';

export function checkCommand(program: Command, outcome: Outcome): void {
  program
    .command('check')
    .description('Validate the configuration (--online: test every connection)')
    .option(
      '--online',
      'test the token, the list, units, SMTP, hooks, database, disk and clock; nothing is sent',
    )
    .option('--send', 'with --online: also send a test notification to every receiver')
    .addHelpText('after', NOTES)
    .action(async (local: { online?: true; send?: true }, command: Command) => {
      if (local.send && !local.online) throw new UsageError('--send requires --online');
      const options = globalOptions(command);
      const config = configFor(options);
      const findings = [
        ...(await checkOffline(config, systemClock())),
        ...(local.online ? await checkConnections(config, { send: local.send ?? false }) : []),
      ];
      printResult(options, findings, () => findings.map(line).join('\n'));
      outcome.exitCode = findings.every((finding) => finding.ok) ? 0 : 1;
    });
}

const NOTES = `
Exits 1 if a check fails. Warnings do not count as failures.

Examples:
  roamwatch check
  roamwatch check --online
  roamwatch check --online --send
  roamwatch --json check --online | jq '.[] | select(.ok | not)'`;

const MARKS: Readonly<Record<CheckResult['level'], string>> = {
  ok: tinted('ok  ', 'good'),
  warning: tinted('WARN', 'warning'),
  failed: tinted('FAIL', 'critical'),
};

function line({ level, item, message, hint }: CheckResult): string {
  const text = `${MARKS[level]}  ${item}: ${printable(message)}`;
  return hint === null ? text : `${text}\n${hint.replaceAll(/^/gm, '      → ')}`;
}
