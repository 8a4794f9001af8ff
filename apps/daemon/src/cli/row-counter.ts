const EVERY_ROWS = 10_000;
/** Shorter work needs no progress line. */
const PATIENCE_MS = 2_000;
const EVERY_MS = 500;

/** Shows the progress of long work on a terminal's standard error; elsewhere nothing. */
export function rowCounter(what: string): { readonly row: () => void; readonly end: () => void } {
  const startedAt = performance.now();
  let saidAt = startedAt + PATIENCE_MS - EVERY_MS;
  let rows = 0;
  let said = false;
  return {
    row() {
      rows += 1;
      if (!process.stderr.isTTY || rows % EVERY_ROWS !== 0) return;
      const now = performance.now();
      if (now - saidAt < EVERY_MS) return;
      saidAt = now;
      said = true;
      process.stderr.write(`\r${what}: ${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`);
    },
    end() {
      if (said) process.stderr.write('\r\u001b[K');
    },
  };
}
