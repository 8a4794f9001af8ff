import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What Linux counts CPU in, whatever its kernel was built with: `USER_HZ`, proc(5). */
const TICKS_PER_SECOND = 100;

/** False where the system does not tell it. */
export const canTellCpu = existsSync('/proc/self/stat');

/** Seconds of CPU that a process has used, all its threads included. */
export function cpuOf(pid) {
  return cpuIn(statOf(pid));
}

/** The same with its children, those that ended included; not with theirs. */
export function cpuOfFamily(pid) {
  const children = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const stat = statOf(name);
    return stat?.parent === pid ? [stat] : [];
  });
  const own = statOf(pid);
  return (
    cpuIn(own) + own.endedTicks / TICKS_PER_SECOND + children.reduce((sum, stat) => sum + cpuIn(stat), 0)
  );
}

export function parentOf(pid) {
  return statOf(pid).parent;
}

/** The most memory that a process has used so far, in MB. */
export function peakMbOf(pid) {
  return memoryOf(pid, 'VmHWM');
}

/** MB that a process holds now: all of it, and what is its own, without the files that it has mapped. */
export function residentMbOf(pid) {
  return { residentMb: memoryOf(pid, 'VmRSS'), ownMb: memoryOf(pid, 'RssAnon') };
}

function memoryOf(pid, field) {
  const [, kilobytes] =
    new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024;
}

function cpuIn({ ticks }) {
  return ticks / TICKS_PER_SECOND;
}

/** Null when it has just ended. */
function statOf(pid) {
  let text;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // A name can contain anything, and ends with the last bracket.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent, user, system, endedUser, endedSystem] = [1, 11, 12, 13, 14].map((place) => fields[place]);
  return { parent, ticks: user + system, endedTicks: endedUser + endedSystem };
}
