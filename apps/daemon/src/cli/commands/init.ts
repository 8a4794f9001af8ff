import { statSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { emailAddress, faultOfHttpUrl, host as hostField } from '../../config/field.js';
import { type InitialMail, initialConfig } from '../../config/index.js';
import { configFileToWrite, HERE } from '../config-file.js';
import { UsageError } from '../failure.js';
import { globalOptions } from '../global-options.js';
import { printResult } from '../output.js';

const SIMULATOR = 'http://127.0.0.1:8788';

interface InitArguments {
  readonly simulator?: string | true;
  readonly email?: string;
  readonly smtp?: string;
  readonly force?: true;
}

export function initCommand(program: Command): void {
  program
    .command('init')
    .description('Create a commented configuration file')
    .addHelpText(
      'after',
      '\nExamples:\n  roamwatch init\n  roamwatch init --simulator\n  roamwatch init --email you@example.com --smtp smtp.example.com\n  roamwatch init --config /etc/roamwatch/roamwatch.yaml',
    )
    .option('--simulator [url]', 'configure the simulator instead of the real API')
    .option('--email <address>', 'notify this address, as receiver ops; needs --smtp')
    .option('--smtp <host[:port]>', 'the mail server, port 587 unless given')
    .option('--force', 'overwrite an existing file')
    .action((local: InitArguments, command: Command) => {
      const options = globalOptions(command);
      const asked = local.simulator === true ? SIMULATOR : local.simulator;
      const simulator = asked === undefined ? null : addressArgument(asked);
      const mail = mailOf(local);
      const file = configFileToWrite(options.config, process.env);
      writeConfig(file, initialConfig({ simulator, mail }), local.force === true);
      printResult(options, { file }, () => nextSteps(file, simulator !== null, mail !== null));
    });
}

function writeConfig(file: string, text: string, overwrite: boolean): void {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: overwrite ? 'w' : 'wx' });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST' && !statSync(file).isDirectory())
      throw new UsageError(`${file} already exists; use --force to overwrite it`);
    throw new UsageError(`${file} cannot be written: ${WHY[String(code)] ?? code}`);
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist; create it first',
  ENOTDIR: 'its folder does not exist; create it first',
  EISDIR: 'it is a folder; specify a file, such as roamwatch.yaml',
  EACCES: 'permission denied',
  EROFS: 'its file system is read-only',
  ENOSPC: 'the disk is full',
};

function mailOf({ email, smtp }: InitArguments): InitialMail | null {
  if (email === undefined && smtp === undefined) return null;
  if (email === undefined || smtp === undefined) throw new UsageError('specify --email and --smtp together');
  if (!emailAddress.safeParse(email).success) throw new UsageError(`"${email}" is not an email address`);
  const [, host = '', port = '587'] = /^(.+?)(?::(\d{1,5}))?$/.exec(smtp) ?? [];
  if (!hostField.safeParse(host).success || !(Number(port) >= 1 && Number(port) <= 65_535)) {
    throw new UsageError(`--smtp takes a host and a port such as smtp.example.com:587, not "${smtp}"`);
  }
  return { to: email, host, port: Number(port) };
}

function addressArgument(text: string): string {
  if (faultOfHttpUrl(text) === null) return text;
  throw new UsageError(`--simulator takes an address such as ${SIMULATOR}, not "${text}"`);
}

function nextSteps(file: string, simulated: boolean, notifies: boolean): string {
  const config = file === HERE ? '' : ` --config ${file}`;
  const first = simulated
    ? 'Start the API in another terminal:  roamwatch simulator'
    : `Provide the API token (ROAMIFY_API_TOKEN or api.tokenFile)${notifies ? '' : ' and add a receiver'}`;
  return [
    `Wrote ${file}. Next:`,
    `  1. ${first}`,
    `  2. roamwatch check --online${config}`,
    ...(notifies ? [`  3. roamwatch notify test ops${config}`] : []),
    `  ${notifies ? 4 : 3}. roamwatch poll${config}`,
  ].join('\n');
}
