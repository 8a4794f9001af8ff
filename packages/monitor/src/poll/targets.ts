import { inUseFirst, type SoldPackage } from '@roamwatch/core';
import type { PollTarget } from '@roamwatch/store';
import type { PollContext } from './context.js';
import { pages } from './pages.js';

/** The eSIMs that a poll polls. They come a page at a time, so that a large fleet is never in memory as a whole. */
export interface Targets {
  readonly count: number;
  /** Those that were chosen; null: all that may be polled. */
  readonly chosen: readonly PollTarget[] | null;
  pages(): AsyncIterable<readonly PollTarget[]>;
}

/**
 * All eSIMs that may be polled for usage, those in use before profiles not installed yet, whose figures stand still; each as it
 * is when its page is loaded.
 */
export async function everyTarget({
  store,
  config,
}: Pick<PollContext, 'store' | 'config'>): Promise<Targets> {
  const { statuses } = config.poll;
  return {
    count: await store.fleet.countPollTargets(statuses),
    chosen: null,
    async *pages() {
      for (const part of inUseFirst(statuses)) {
        yield* pages(
          (page) => store.fleet.pollTargets(part, page),
          ({ esim }) => esim,
        );
      }
    },
  };
}

export function theseTargets(targets: readonly PollTarget[]): Targets {
  return {
    count: targets.length,
    chosen: targets,
    async *pages() {
      yield targets;
    },
  };
}

/** So many at least are kept of a large fleet. */
const KEPT = 1_000;

/** Some of those that are `suitable`, spread evenly over the fleet; of a small one all. */
export async function someOf(
  { pages }: Targets,
  suitable: (target: PollTarget) => boolean,
): Promise<readonly PollTarget[]> {
  let kept: readonly PollTarget[] = [];
  let every = 1;
  let seen = 0;
  for await (const page of pages()) {
    const candidates = page.filter(suitable);
    kept = [...kept, ...candidates.filter((_, place) => (seen + place) % every === 0)];
    seen += candidates.length;
    for (; kept.length >= 2 * KEPT; every *= 2) kept = kept.filter((_, place) => place % 2 === 0);
  }
  return kept;
}

/** A target with what it was sold. */
export interface SoldTarget {
  readonly target: PollTarget;
  /** Oldest first, as far as its history was fetched. Loaded for all of a page once one needs it: figures that stand still need none. */
  packages(): Promise<readonly SoldPackage[]>;
}

const NONE: readonly SoldPackage[] = [];

/** One after the other, for workers that share them. */
export async function* oneByOne(
  { store }: Pick<PollContext, 'store'>,
  { pages }: Targets,
): AsyncGenerator<SoldTarget> {
  for await (const page of pages()) {
    let loaded: ReturnType<typeof store.purchases.packagesOf> | null = null;
    const packagesOf = async ({ esim }: PollTarget) => {
      loaded ??= store.purchases.packagesOf(page.map((one) => one.esim));
      return (await loaded).get(esim) ?? NONE;
    };
    for (const target of page) yield { target, packages: () => packagesOf(target) };
  }
}
