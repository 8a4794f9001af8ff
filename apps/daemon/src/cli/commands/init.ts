import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { initialConfig } from '../../config/index.js';
import { UsageError } from '../failure.js';
import { globalOptions } from '../frame.js';
import { printResult } from '../output.js';

export function initCommand(program: Command): void {
  program
    .command('init')
    .description('Write a commented configuration and say the next step')
    .addHelpText(
      'after',
      '\nExamples:\n  roamwatch init\n  roamwatch init --simulator\n  roamwatch init --config /etc/roamwatch/roamwatch.yaml',
    )
    .option('--simulator [url]', 'one that talks to the simulator instead of the real API')
    .option('--force', 'overwrite an existing file')
    .action((local: { simulator?: string | true; force?: true }, command: Command) => {
      const options = globalOptions(command);
      const simulator = local.simulator === true ? 'http://127.0.0.1:8788' : (local.simulator ?? null);
      writeConfig(options.config, initialConfig({ simulator }), local.force === true);
      printResult(options, { file: options.config }, () => nextSteps(options.config, simulator !== null));
    });
}

function writeConfig(file: string, text: string, overwrite: boolean): void {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: overwrite ? 'w' : 'wx' });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') throw new UsageError(`${file} exists already; --force overwrites it`);
    throw new UsageError(`${file} cannot be written (${code})`);
  }
}

function nextSteps(file: string, simulated: boolean): string {
  const config = file === './roamwatch.yaml' ? '' : ` --config ${file}`;
  const first = simulated
    ? 'Start the API in another terminal:  roamwatch simulator'
    : 'Put the API token where the file says (ROAMIFY_API_TOKEN or api.tokenFile), and name a receiver';
  return [
    `Wrote ${file}. Next:`,
    `  1. ${first}`,
    `  2. roamwatch check --online${config}`,
    `  3. roamwatch poll${config}`,
  ].join('\n');
}
