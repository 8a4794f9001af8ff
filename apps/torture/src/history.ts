import { Dice } from './dice.js';
import { requireLaws } from './laws.js';
import { settle } from './poll.js';
import { Scene } from './scene.js';
import { STEPS } from './steps.js';
import { Violation } from './violation.js';

export interface HistoryOptions {
  readonly seed: number;
  /** Milliseconds of `Date.now` after which no step begins; the laws are still checked. */
  readonly until: number;
  readonly onStep: (name: string) => void;
}

/** A history that went wrong, with what led there. */
export interface Failure {
  readonly seed: number;
  readonly violation: Violation;
  readonly steps: readonly string[];
  /** Configuration, database and token as they were. */
  readonly folder: string;
}

const STEPS_BETWEEN_LAWS = 6;
const PARTS = 3;

/** Plays one random history and checks the laws in between; null when none is violated. */
export async function playHistory({ seed, until, onStep }: HistoryOptions): Promise<Failure | null> {
  const dice = new Dice(seed);
  const scene = await Scene.set(dice);
  const steps: string[] = [];
  let failure: Failure | null = null;
  try {
    await settle(scene);
    for (let part = 0; part < PARTS && Date.now() < until; part++) {
      for (let left = dice.number(2, STEPS_BETWEEN_LAWS); left > 0 && Date.now() < until; left -= 1) {
        const name = dice.pick(Object.keys(STEPS));
        steps.push(name);
        onStep(name);
        await STEPS[name]?.(scene, dice);
      }
      await settle(scene);
      await requireLaws(scene);
    }
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    failure = { seed, violation: error, steps, folder: scene.folder };
  } finally {
    await scene.end(failure !== null);
  }
  return failure;
}
