/** SQLite reads synchronously: without this, a long read would hold up everything else. */
export function othersTurn(): Promise<void> {
  return new Promise(setImmediate);
}
