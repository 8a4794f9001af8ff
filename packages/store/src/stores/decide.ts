/**
 * Decides what is written, from what is stored. Pure and synchronous: it runs between reading and writing, in one
 * transaction, and runs again when the database requires the transaction to be repeated.
 */
export type Decide<Before, Changes> = (before: Before) => Changes;
