/** One thing that was looked at, what was found, and what to do about it. */
export interface Finding {
  readonly item: string;
  /** False for failures alone. */
  readonly ok: boolean;
  /** A warning is something that works and should not stay as it is. */
  readonly level: 'ok' | 'warning' | 'failed';
  readonly message: string;
  /** What to do; null when nothing is. */
  readonly hint: string | null;
}

export function good(item: string, message: string): Finding {
  return { item, ok: true, level: 'ok', message, hint: null };
}

export function doubtful(item: string, message: string, hint: string): Finding {
  return { item, ok: true, level: 'warning', message, hint };
}

export function bad(item: string, message: string, hint: string): Finding {
  return { item, ok: false, level: 'failed', message, hint };
}

/** What one check finds; a check that fails unforeseen is a finding too, so that the others go on. */
export async function finding(item: string, check: () => Finding | Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    const hint = 'this was not foreseen: please report it';
    return bad(item, error instanceof Error ? error.message : String(error), hint);
  }
}
