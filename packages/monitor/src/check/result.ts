/** One item that was checked, the outcome, and what to do about it. */
export interface CheckResult {
  readonly item: string;
  /** False for failures alone. */
  readonly ok: boolean;
  /** A warning is something that works and should not stay as it is. */
  readonly level: 'ok' | 'warning' | 'failed';
  readonly message: string;
  /** Advice; null when there is nothing to do. */
  readonly hint: string | null;
}

export function ok(item: string, message: string): CheckResult {
  return { item, ok: true, level: 'ok', message, hint: null };
}

export function warning(item: string, message: string, hint: string): CheckResult {
  return { item, ok: true, level: 'warning', message, hint };
}

export function failed(item: string, message: string, hint: string): CheckResult {
  return { item, ok: false, level: 'failed', message, hint };
}

/** Runs one check. An unexpected error is a result too, so that the others continue. */
export async function check(
  item: string,
  run: () => CheckResult | Promise<CheckResult>,
): Promise<CheckResult> {
  try {
    return await run();
  } catch (error) {
    const hint = 'unexpected error: please report it';
    return failed(item, error instanceof Error ? error.message : String(error), hint);
  }
}
