/** Digests of the events last seen about one thing, newest last. A row's worth: no flood makes it grow. */
export type SeenDigests = readonly string[];

const KEPT = 16;

export function isSeen(seen: SeenDigests = [], digest: string): boolean {
  return seen.includes(digest);
}

export function withSeen(seen: SeenDigests = [], digest: string): SeenDigests {
  return [...seen, digest].slice(-KEPT);
}
