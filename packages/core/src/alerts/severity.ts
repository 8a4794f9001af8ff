/** How bad an alert is. A critical one passes quiet hours and is reminded of. */
export type Severity = 'warning' | 'critical';

/**
 * Compares by severity first: a critical covers every warning, no warning covers a critical, and `compare` decides
 * among equals.
 */
export function coversBySeverity(notified: Severity, reached: Severity, compare: () => boolean): boolean {
  return notified === reached ? compare() : notified === 'critical';
}
