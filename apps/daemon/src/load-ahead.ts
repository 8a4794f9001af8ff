import { readAllNames } from '@roamwatch/places';
import { readAssets } from '@roamwatch/web';
import { version } from './cli/version.js';

/**
 * Loads the program files that a running daemon may need later. An upgrade replaces them before it restarts the daemon, which must
 * keep working until then.
 */
export function loadAhead(): void {
  version();
  readAllNames();
  readAssets();
}
