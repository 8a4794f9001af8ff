import type { Severity } from './rule.js';

/** One limit of a rule, ranked from 1, the least severe. */
export interface Step<Limit> {
  readonly rank: number;
  readonly severity: Severity;
  readonly limit: Limit;
}

interface Limits<Limit> {
  readonly warning: readonly Limit[];
  readonly critical: readonly Limit[];
}

/** Rules are few and live long; their steps are put in order once. */
const remembered = new WeakMap<object, readonly Step<unknown>[]>();

/** A rule's steps, least severe first: all warnings, then all criticals, each in the order of `inOrder`. */
export function stepsOf<Limit, Ordered>(
  rule: Limits<Limit>,
  inOrder: (limits: readonly Limit[]) => readonly Ordered[],
): readonly Step<Ordered>[] {
  const known = remembered.get(rule) as readonly Step<Ordered>[] | undefined;
  if (known) return known;
  const steps = [
    ...inOrder(rule.warning).map((limit) => ({ severity: 'warning' as const, limit })),
    ...inOrder(rule.critical).map((limit) => ({ severity: 'critical' as const, limit })),
  ].map((step, index) => ({ rank: index + 1, ...step }));
  remembered.set(rule, steps);
  return steps;
}

/** For values that get worse as they fall. */
export function largestFirst(limits: readonly number[]): readonly number[] {
  return limits.toSorted((a, b) => b - a);
}

/** For values that get worse as they grow. */
export function smallestFirst(limits: readonly number[]): readonly number[] {
  return limits.toSorted((a, b) => a - b);
}
