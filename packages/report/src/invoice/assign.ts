/**
 * Pairs every row with a column of a square matrix so that the sum of the costs is the least (the Hungarian algorithm, in
 * the form of Jonker and Volgenant). Of several such pairings the same one is found every time. Takes the cube of the size.
 *
 * @returns the column of each row
 */
export function leastCost(costs: readonly (readonly number[])[]): readonly number[] {
  const size = costs.length;
  const rowPrice = new Array<number>(size + 1).fill(0);
  const columnPrice = new Array<number>(size + 1).fill(0);
  /** The row that has each column, counted from 1; 0: none. */
  const rowOf = new Array<number>(size + 1).fill(0);
  for (let row = 1; row <= size; row += 1) augment(row);
  const columnOf = new Array<number>(size).fill(0);
  for (let column = 1; column <= size; column += 1) columnOf[(rowOf[column] ?? 1) - 1] = column - 1;
  return columnOf;

  /** Finds the cheapest path from a row to a free column, and shifts the pairs along it. */
  function augment(row: number): void {
    const least = new Array<number>(size + 1).fill(Number.POSITIVE_INFINITY);
    const cameFrom = new Array<number>(size + 1).fill(0);
    const isDone = new Array<boolean>(size + 1).fill(false);
    rowOf[0] = row;
    let column = 0;
    do {
      isDone[column] = true;
      const current = rowOf[column] ?? 0;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let other = 1; other <= size; other += 1) {
        if (isDone[other]) continue;
        const reduced =
          (costs[current - 1]?.[other - 1] ?? 0) - (rowPrice[current] ?? 0) - (columnPrice[other] ?? 0);
        if (reduced < (least[other] ?? 0)) {
          least[other] = reduced;
          cameFrom[other] = column;
        }
        if ((least[other] ?? 0) < delta) {
          delta = least[other] ?? 0;
          next = other;
        }
      }
      for (let other = 0; other <= size; other += 1) {
        if (isDone[other]) {
          rowPrice[rowOf[other] ?? 0] = (rowPrice[rowOf[other] ?? 0] ?? 0) + delta;
          columnPrice[other] = (columnPrice[other] ?? 0) - delta;
        } else least[other] = (least[other] ?? 0) - delta;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const before = cameFrom[column] ?? 0;
      rowOf[column] = rowOf[before] ?? 0;
      column = before;
    }
  }
}
