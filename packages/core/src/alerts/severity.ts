export type Severity = 'warning' | 'critical';

/** True unless `a` is less severe than `b`. */
export function isAsSevere(a: Severity, b: Severity): boolean {
  return a === 'critical' || b === 'warning';
}
