import { readAllNames } from '@roamwatch/places';
import { loadProfiles } from '@roamwatch/report';
import { readAssets } from '@roamwatch/web';
import { loadErrors } from './cli/failure.js';
import { version } from './cli/version.js';

/**
 * Loads the program files that a running daemon may need later. An upgrade replaces them before it restarts the daemon, which must
 * keep working until then.
 */
export async function loadAhead(): Promise<void> {
  version();
  readAllNames();
  readAssets();
  // A new configuration may be the first to name a mail server.
  await Promise.all([loadProfiles(), loadErrors(), import('@roamwatch/notify/email')]);
}
