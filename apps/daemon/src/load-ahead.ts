import { readAllNames } from '@roamwatch/places';
import { readAssets } from '@roamwatch/web';
import { version } from './cli/version.js';

/**
 * Reads what a running daemon may still need of its own files. An upgrade replaces them before it restarts the daemon, which has to
 * go on until then.
 */
export function loadAhead(): void {
  version();
  readAllNames();
  readAssets();
}
