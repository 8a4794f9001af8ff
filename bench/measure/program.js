import { fileURLToPath } from 'node:url';

/** The Node of this run, as the systemd unit and the container start it. */
export const NODE_OF_A_SERVICE = [process.execPath, '--max-semi-space-size=8'];

/** Our program, without its arguments. */
export const PROGRAM = [
  ...NODE_OF_A_SERVICE,
  fileURLToPath(new URL('../../apps/daemon/bin/roamwatch.js', import.meta.url)),
];
