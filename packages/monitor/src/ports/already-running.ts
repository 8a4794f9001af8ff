/** Another process uses this database. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
}
