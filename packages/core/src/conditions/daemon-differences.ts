/** A digest of each section that must be the same on all machines, such as `rules` or `inventory`. */
export type Fingerprint = Readonly<Record<string, string>>;

/** A daemon that shares the database with others. */
export interface RunningDaemon {
  /** "process 4711 on host". */
  readonly name: string;
  readonly version: string;
  /** Null: it has not said yet. */
  readonly fingerprint: Fingerprint | null;
}

/** In what two daemons differ: their versions, or else sections. Stored as JSON. */
export interface DaemonDifference {
  readonly daemons: readonly [name: string, other: string];
  /** Null: the same. Versions may read one file differently, so that no section is compared then. */
  readonly versions: readonly [version: string, other: string] | null;
  readonly sections: readonly string[];
}

/**
 * In what daemons differ from the first of them that can be compared. A section that only one of two has is not compared: what a
 * machine does not serve need not be configured there.
 */
export function differencesAmong(daemons: readonly RunningDaemon[]): readonly DaemonDifference[] {
  const [first, ...others] = daemons.filter(({ fingerprint }) => fingerprint !== null);
  if (first === undefined) return [];
  return others.flatMap((other) => differenceOf(first, other) ?? []);
}

function differenceOf(one: RunningDaemon, other: RunningDaemon): DaemonDifference | null {
  const daemons = [one.name, other.name] as const;
  if (one.version !== other.version) {
    return { daemons, versions: [one.version, other.version], sections: [] };
  }
  const [known, others] = [one.fingerprint ?? {}, other.fingerprint ?? {}];
  const sections = Object.keys(known)
    .filter((section) => others[section] !== undefined && others[section] !== known[section])
    .sort();
  return sections.length === 0 ? null : { daemons, versions: null, sections };
}
