import { FileTooLarge } from './bounded-file.js';

/** "does not exist", "may not be read (permission denied)": the end of a sentence about a file. */
export function whyUnreadable(error: unknown): string {
  if (error instanceof FileTooLarge) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const known: Record<string, string> = {
    ENOENT: 'does not exist',
    ENOTDIR: 'does not exist',
    EACCES: 'may not be read (permission denied)',
    EPERM: 'may not be read (permission denied)',
    EISDIR: 'is a directory',
  };
  return known[code] ?? `cannot be read (${code})`;
}
