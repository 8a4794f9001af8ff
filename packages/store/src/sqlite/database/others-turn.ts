/** SQLite reads synchronously: without this, a long read would block everything else. */
export function othersTurn(): Promise<void> {
  return new Promise(setImmediate);
}
