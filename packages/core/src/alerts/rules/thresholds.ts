import type { Seconds } from '../../time/instant.js';
import type { Threshold } from './finding.js';

/** A threshold and its place among those of its rule, from 1, the least severe. */
export interface Ranked<T extends Threshold> {
  readonly rank: number;
  readonly threshold: T;
}

/** A length of time as a threshold. */
export interface TimeThreshold extends Threshold {
  readonly seconds: Seconds;
}

interface Configured<Value> {
  readonly warning: readonly Value[];
  readonly critical: readonly Value[];
}

/** Rules are few and live long; their thresholds are put in order once. */
const remembered = new WeakMap<object, readonly Ranked<Threshold>[]>();

/** A rule's thresholds, least severe first: all warnings, then all criticals, each in the order of `inOrder`. */
export function thresholdsOf<Value, Figures extends object>(
  rule: Configured<Value>,
  inOrder: (values: readonly Value[]) => readonly Figures[],
): readonly Ranked<Threshold & Figures>[] {
  const known = remembered.get(rule) as readonly Ranked<Threshold & Figures>[] | undefined;
  if (known) return known;
  const ranked = [
    ...inOrder(rule.warning).map((figures) => ({ severity: 'warning' as const, ...figures })),
    ...inOrder(rule.critical).map((figures) => ({ severity: 'critical' as const, ...figures })),
  ].map((threshold, index) => ({ rank: index + 1, threshold }));
  remembered.set(rule, ranked);
  return ranked;
}

/** For values that get worse as they fall. */
export function largestFirst(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => b - a);
}

/** For values that get worse as they grow. */
export function smallestFirst(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b);
}

/** Times that get worse as they fall. */
export function longestFirst(values: readonly Seconds[]): readonly { readonly seconds: Seconds }[] {
  return largestFirst(values).map((seconds) => ({ seconds }));
}

/** Times that get worse as they grow. */
export function shortestFirst(values: readonly Seconds[]): readonly { readonly seconds: Seconds }[] {
  return smallestFirst(values).map((seconds) => ({ seconds }));
}
