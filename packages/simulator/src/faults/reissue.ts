/**
 * What a provider does when it issues the profile of a card anew: the same ICCID under another id. It happens to every third eSIM,
 * by its id, so that every answer tells the same.
 */
export function reissuedId(esimId: string): string {
  return isReissued(esimId) ? esimId.replace(VARIANT, (_, before: string) => `${before}b`) : esimId;
}

/** The id under which the fleet knows an eSIM that a request names by its current id; null: nobody has this id. */
export function formerId(current: string): string | null {
  if (!isReissued(current)) return current;
  const former = current.replace(VARIANT, (_, before: string) => `${before}a`);
  return former === current ? null : former;
}

/** The ids of a fleet have the variant a of a UUID; those given anew have b. */
const VARIANT = /^([\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-)[ab]/;

function isReissued(esimId: string): boolean {
  return VARIANT.test(esimId) && Number.parseInt(esimId.slice(0, 8), 16) % 3 === 0;
}
