import { readFileSync } from 'node:fs';
import { ConfigError } from '@roamwatch/config-file';
import { Command, CommanderError } from 'commander';
import { SimulatorOptionError } from '../options.js';
import { greeting, startAtTerminal, TERMINAL_FLAGS } from '../terminal/start.js';
import { requestedTopic, TOPICS } from '../terminal/topics.js';

/** Runs `roamwatch-simulator` and resolves to its exit code: 0 ended as asked, 2 wrong usage. */
export async function main(args: readonly string[]): Promise<0 | 2> {
  const program = createProgram();
  try {
    program.parse(args, { from: 'user' });
    await run(program.opts());
    return 0;
  } catch (error) {
    // Commander has printed what it says itself.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof SimulatorOptionError || error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

function createProgram(): Command {
  const program = new Command('roamwatch-simulator')
    .description('Run the Roamify eSIM API as a sandbox on this machine: a seeded fleet with its own clock')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .allowExcessArguments(false)
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText('after', EXAMPLES);
  for (const { flags, description } of [...TERMINAL_FLAGS, ...TOPICS]) program.option(flags, description);
  return program.option('--json', 'print address and token as JSON');
}

async function run(flags: Readonly<Record<string, unknown>>): Promise<void> {
  const topic = requestedTopic(flags);
  if (topic !== null) {
    process.stdout.write(topic);
    return;
  }
  const simulator = await startAtTerminal(flags, Math.floor(Date.now() / 1000));
  const { url, token } = simulator;
  process.stdout.write(
    `${flags.json === true ? JSON.stringify({ url, token }) : greeting(simulator, flags)}\n`,
  );
  await interrupted();
  await simulator.close();
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

const EXAMPLES = `
Exit codes: 0 success, 2 usage error.
Control faults and the clock under /_simulator/ on the same port.

Examples:
  roamwatch-simulator
  roamwatch-simulator --recipe outage --speed 60
  roamwatch-simulator --show-recipe outage > outage.yaml
  roamwatch-simulator --script outage.yaml --size 500
  curl -X POST 127.0.0.1:8788/_simulator/faults -d '{"kind":"unavailable","for":"10m"}'`;
