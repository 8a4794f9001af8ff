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
 * In what daemons differ: in version from the first of them that can be compared, and in each section from the first of the same version
 * that has it. A section that only one has is not compared: what a machine does not serve need not be configured there.
 */
export function differencesAmong(daemons: readonly RunningDaemon[]): readonly DaemonDifference[] {
  const comparable = daemons.filter(({ fingerprint }) => fingerprint !== null);
  return comparable.flatMap((daemon, place) => differencesFrom(comparable.slice(0, place), daemon));
}

function differencesFrom(
  earlier: readonly RunningDaemon[],
  daemon: RunningDaemon,
): readonly DaemonDifference[] {
  const [first] = earlier;
  if (first !== undefined && first.version !== daemon.version) {
    return [{ daemons: [first.name, daemon.name], versions: [first.version, daemon.version], sections: [] }];
  }
  const alike = earlier.filter(({ version }) => version === daemon.version);
  const differing = new Map<RunningDaemon, readonly string[]>();
  for (const [section, digest] of Object.entries(daemon.fingerprint ?? {}).sort()) {
    const one = alike.find(({ fingerprint }) => fingerprint?.[section] !== undefined);
    if (one === undefined || one.fingerprint?.[section] === digest) continue;
    differing.set(one, [...(differing.get(one) ?? []), section]);
  }
  return [...differing].map(([one, sections]) => ({
    daemons: [one.name, daemon.name],
    versions: null,
    sections,
  }));
}
