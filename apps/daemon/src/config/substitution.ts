export interface Substituted {
  readonly value: string;
  /** Variables that are not set and have no default, each once. */
  readonly missing: readonly string[];
}

const VARIABLE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/**
 * Replaces `${NAME}` by the environment's value and `${NAME:-default}` by the default where the variable is unset
 * or empty. `$${` is a literal `${`. The value of a variable is not expanded again.
 */
export function substitute(text: string, env: NodeJS.ProcessEnv): Substituted {
  const missing = new Set<string>();
  const value = text.replace(VARIABLE, (whole, name: string | undefined, fallback: string | undefined) => {
    if (name === undefined) return '${';
    const set = env[name];
    if (set !== undefined && set !== '') return set;
    if (fallback === undefined && set === undefined) missing.add(name);
    return fallback ?? set ?? whole;
  });
  return { value, missing: [...missing] };
}

/** True when the text takes anything from the environment. */
export function hasVariable(text: string): boolean {
  return (
    text
      .split('$${')
      .join('')
      .search(/\$\{[A-Za-z_]/) >= 0
  );
}
