/** One fault of the configuration and its position. */
export interface ConfigProblem {
  /** As the file was named on the command line. */
  readonly file: string;
  /** Counted from 1; null when the fault is the file itself. */
  readonly line: number | null;
  readonly column: number | null;
  /** `rules[0].warning`; null when no key is at fault. */
  readonly key: string | null;
  readonly message: string;
  /** The probable intention. */
  readonly suggestion: string | null;
}

/** A configuration that cannot be used. `message` is all its problems, one a line, fit to print. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly ConfigProblem[]) {
    super(problems.map(printProblem).join('\n'));
  }
}

/** `roamwatch.yaml:14:3: rules[0].warnign: unknown key; did you mean "warning"?` */
export function printProblem(problem: ConfigProblem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== null).join(':');
  return `${place}: ${sentenceOf(problem)}`;
}

/** `rules[0].warnign: unknown key; did you mean "warning"?` */
export function sentenceOf({ key, message, suggestion }: ConfigProblem): string {
  const said = key === null || key === '' ? message : `${key}: ${message}`;
  const hint = suggestion === null ? '' : `; did you mean "${suggestion}"?`;
  return `${onOneLine(said)}${hint}`;
}

/** A file can contain anything, including text that would forge log lines. */
function onOneLine(text: string): string {
  const escaped = text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
  return escaped.length > 400 ? `${escaped.slice(0, 400)}…` : escaped;
}

/** A way into the configuration: keys of mappings, positions in lists. */
export type Path = readonly (string | number)[];

/** `rules[0].warning` */
export function printPath(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}
