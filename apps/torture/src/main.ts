import { inspect, parseArgs } from 'node:util';
import type { Failure } from './history.js';
import { torture } from './torture.js';

const HELP = `Usage: npm run torture -- [--seconds N] [--seed N]

Plays random histories of fleets, faults, edits, restarts and kills through the real program, over real HTTP and SMTP,
and holds what it says and stores against a model. Ends at the first history that goes wrong.

  --seconds N   how long (default 60)
  --seed N      of the first history (default: any); the same seed plays the same steps`;

/** @returns the exit code: 1 when the program did what it must not, 2 for wrong usage. */
export async function main(args: readonly string[]): Promise<number> {
  const options = optionsIn(args);
  if (options === null) return 2;
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  console.log(`seed ${options.seed}, ${options.seconds} s`);
  const { histories, steps, failure } = await torture({
    seconds: options.seconds,
    seed: options.seed,
    onStep: (name) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${name}` : '.'),
  });
  process.stderr.write(process.stderr.isTTY ? '\r\x1b[K' : '\n');
  console.log(`${histories} histories, ${steps} steps`);
  if (failure === null) return 0;
  console.error(describe(failure));
  return 1;
}

/** The failure, and how to play it again. */
export function describe({ seed, violation, steps, folder }: Failure): string {
  return [
    `Does not hold: ${violation.message}`,
    `Steps: ${steps.join(', ')}`,
    inspect(violation.evidence, { depth: 6, maxStringLength: 4_000, maxArrayLength: 60 }),
    `Configuration and database: ${folder}`,
    `Again: npm run torture -- --seed ${seed}`,
  ].join('\n');
}

interface Options {
  readonly seconds: number;
  readonly seed: number;
  readonly help: boolean;
}

function optionsIn(args: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seconds: { type: 'string', default: '60' },
        seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
    if (!(seconds > 0) || !Number.isInteger(seed)) throw new Error('--seconds and --seed take a number');
    return { seconds, seed, help: values.help };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return null;
  }
}
