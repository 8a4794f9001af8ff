/** The last row of a page, as text for an address: the part of the order it is in, and its place in it. */
export type Place = readonly [part: number, ...values: (string | number | null)[]];

export function cursorOf(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Null for anything that is no cursor of ours: the page then is the first one. */
export function placeOf(cursor: string | null): Place | null {
  if (cursor === null) return null;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return isPlace(place) ? place : null;
  } catch {
    return null;
  }
}

function isPlace(value: unknown): value is Place {
  return (
    Array.isArray(value) &&
    Number.isSafeInteger(value[0]) &&
    value.every((one) => one === null || typeof one === 'string' || typeof one === 'number')
  );
}
