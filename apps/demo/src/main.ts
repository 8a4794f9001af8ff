import { DAY } from '@roamwatch/core';
import { openDaemon, play } from './play.js';
import { progress } from './progress.js';
import { serve } from './serve.js';
import { showAlerts, showFiles, showMessages, showNextSteps, showReport, showStored } from './show.js';
import { stage } from './stage.js';
import { startWorld } from './world.js';

const DEFAULTS = { seed: 7, size: 240, weeks: 4 };
const START = Date.UTC(2026, 0, 5) / 1000;

/** Plays the demo and resolves to the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const numbers = numbersIn(argv);
  if (numbers === null) {
    console.error('the demo takes --seed N, --size N and --weeks N, each a whole number from 1, and --serve');
    return 2;
  }
  const { seed, size, weeks } = { ...DEFAULTS, ...numbers };
  stage(
    'Roamwatch demo',
    `A simulated eSIM API with ${size} eSIMs, a mail server and a Slack hook run on this machine. ` +
      `Roamwatch polls them over real HTTP and SMTP through ${weeks === 1 ? 'a simulated week' : `${weeks} simulated weeks`}. Nothing leaves this machine.`,
  );
  const world = await startWorld({ seed, size, startAt: START });
  const ctx = await openDaemon(world);
  try {
    const bar = progress(START, START + weeks * 7 * DAY);
    const played = await play(world, ctx, START + weeks * 7 * DAY, bar.update);
    bar.stop();
    await showStored(world, ctx, played);
    await showAlerts(world, ctx);
    await showMessages(world, ctx);
    await showReport(world, ctx);
    showFiles(world);
    showNextSteps();
    if (isServing(argv)) await serve(ctx);
    return played.problems.length === 0 ? 0 : 1;
  } finally {
    await ctx.close();
    await world.close();
  }
}

/** `npm run demo -- --serve`: npx takes flags for its own, and hands them on as variables. */
function isServing(argv: readonly string[]): boolean {
  return argv.includes('--serve') || process.env.npm_config_serve === 'true';
}

/** `--seed 3 --size 100 --weeks 2`; null for anything else. */
function numbersIn(argv: readonly string[]): Partial<typeof DEFAULTS> | null {
  const given: Record<string, number> = {};
  const figures = argv.filter((argument) => argument !== '--serve');
  for (let index = 0; index < figures.length; index += 2) {
    const name = figures[index]?.replace(/^--/, '') ?? '';
    const value = Number(figures[index + 1]);
    if (!(name in DEFAULTS) || !Number.isInteger(value) || value < 1) return null;
    given[name] = value;
  }
  return given;
}
