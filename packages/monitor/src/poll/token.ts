import { SecretError } from '../ports/secret.js';
import type { PollContext } from './context.js';

/**
 * Reads the token's file again; true when it contains another token than before. While it cannot be read, as in the
 * moment of being replaced, the former token stays in use.
 */
export function rereadToken({ config: { api }, log }: PollContext): boolean {
  try {
    const former = api.token?.reveal();
    return api.token?.read() !== former;
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    log.warn({ event: 'token-unreadable', key: error.key }, error.message);
    return false;
  }
}
