import { createHash } from 'node:crypto';

/** By this an entry that was erased is known again when the file it came from is read anew. */
export function erasedEntryDigest(entry: {
  readonly iccid: string;
  readonly label: string | null;
  readonly email: string | null;
}): string {
  return createHash('sha256')
    .update(JSON.stringify([entry.iccid, entry.label, entry.email]))
    .digest('hex');
}
