import { createHash } from 'node:crypto';

/** Recognises an entry that was erased when its file is read again. */
export function erasedEntryDigest(entry: {
  readonly iccid: string;
  readonly label: string | null;
  readonly email: string | null;
}): string {
  return createHash('sha256')
    .update(JSON.stringify([entry.iccid, entry.label, entry.email]))
    .digest('hex');
}
