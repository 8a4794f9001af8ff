let last: Promise<void> = Promise.resolve();

/**
 * SQLite reads synchronously: without this, a long read would block everything else. Several long reads go on one after the other,
 * each in a turn of its own, so that together they keep others waiting no longer than one.
 */
export function othersTurn(): Promise<void> {
  last = last.then(nextTurn);
  return last;
}

function nextTurn(): Promise<void> {
  return new Promise(setImmediate);
}
