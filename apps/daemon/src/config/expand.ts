import { isMapping, type Path, printPath, type RawMapping } from '@roamwatch/config-file';
import { secretTextPaths } from './secrets.js';
import { substitute } from './substitution.js';

export interface Expanded {
  readonly value: RawMapping;
  readonly problems: readonly { readonly path: Path; readonly message: string }[];
}

/** Puts the environment's values into every text but the secrets, which see to it themselves. */
export function expandVariables(top: RawMapping, env: NodeJS.ProcessEnv): Expanded {
  const secret = secretTextPaths(top);
  const problems: { path: Path; message: string }[] = [];

  const text = (value: string, path: Path) => {
    if (secret.has(printPath(path))) return value;
    const { value: replaced, missing } = substitute(value, env);
    for (const name of missing) problems.push({ path, message: `${name} is not set in the environment` });
    return replaced;
  };
  const mapping = (value: RawMapping, path: Path): RawMapping =>
    Object.fromEntries(Object.entries(value).map(([key, held]) => [key, any(held, [...path, key])]));
  const any = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') return text(value, path);
    if (Array.isArray(value)) return value.map((item, index) => any(item, [...path, index]));
    return isMapping(value) ? mapping(value, path) : value;
  };

  return { value: mapping(top, []), problems };
}
