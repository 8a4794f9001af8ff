/** Another process works on this database. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
}
