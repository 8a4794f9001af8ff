import { type Failure, playHistory } from './history.js';

export interface TortureOptions {
  readonly seconds: number;
  /** Of the first history; each further one has the next number. */
  readonly seed: number;
  readonly onStep?: (name: string) => void;
}

export interface Tortured {
  readonly histories: number;
  readonly steps: number;
  /** The first history that went wrong; null when none did. */
  readonly failure: Failure | null;
}

/** Plays histories for as long as it is given, and stops at the first one that goes wrong. */
export async function torture({ seconds, seed, onStep }: TortureOptions): Promise<Tortured> {
  const until = Date.now() + seconds * 1000;
  let [histories, steps] = [0, 0];
  let failure: Failure | null = null;
  while (failure === null && Date.now() < until) {
    failure = await playHistory({
      seed: seed + histories,
      until,
      onStep: (name) => {
        steps += 1;
        onStep?.(name);
      },
    });
    histories += 1;
  }
  return { histories, steps, failure };
}
