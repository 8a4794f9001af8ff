import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Within what a process number means one process: on Linux one start of a kernel and, in it, one container, however many machines and
 * containers have the same host name; elsewhere the host name alone tells.
 */
export const PROCESS_SPACE = kernelAndContainer() ?? hostname();

function kernelAndContainer(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}
