/** The address in the configuration cannot be listened on. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}
