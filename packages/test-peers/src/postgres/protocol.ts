/** What the process that keeps a server is asked for, */
export type Order = 'start' | 'stop';

/** and what it says when that is done; `log` is a file. */
export type Answer = { readonly port: number; readonly log: string | null } | { readonly failed: string };

/** What begins an entry of the log. */
export const ENTRY = '>> ';
