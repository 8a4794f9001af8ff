/**
 * Teams refuses a message of more than 28 KB. What it measures is not the request but the card as text inside another
 * text, with every quotation mark escaped, and some other properties beside it; the rest is reserved for these.
 */
const LARGEST_MESSAGE = 28 * 1024;
const LEFT_FOR_TEAMS = 2 * 1024;

export function fits(payload: unknown): boolean {
  return sizeInTeams(payload) <= LARGEST_MESSAGE - LEFT_FOR_TEAMS;
}

/** In bytes, as Teams measures it. */
export function sizeInTeams(payload: unknown): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(payload)));
}
