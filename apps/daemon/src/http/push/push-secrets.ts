import { isSigned } from '@roamwatch/client';
import { type Log, SecretError } from '@roamwatch/monitor';
import type { PushConfig } from '../../config/config.js';
import type { Secret } from '../../config/secret.js';

/** Files are read again at most this often, however many wrong signatures come. */
const REREAD_EVERY_MS = 1_000;

/** Whether events are signed with one of the configured secrets, of which a file may be replaced while the daemon runs. */
export class PushSecrets {
  #rereadAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly log: Log) {}

  accepts({ secrets }: PushConfig, body: Uint8Array, signature: string): boolean {
    if (
      isSigned(
        body,
        signature,
        this.#values(secrets, (secret) => secret.reveal()),
      )
    )
      return true;
    if (performance.now() - this.#rereadAt < REREAD_EVERY_MS) return false;
    this.#rereadAt = performance.now();
    return isSigned(
      body,
      signature,
      this.#values(secrets, (secret) => secret.read()),
    );
  }

  /** One that cannot be read now does not keep the other from fitting. */
  #values(secrets: readonly Secret[], look: (secret: Secret) => string): readonly string[] {
    return secrets.flatMap((secret) => {
      try {
        return [look(secret)];
      } catch (error) {
        if (!(error instanceof SecretError)) throw error;
        this.log.error({ event: 'push-secret', reason: error.message }, error.message);
        return [];
      }
    });
  }
}
