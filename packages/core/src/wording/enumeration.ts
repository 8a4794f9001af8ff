/** "Spain, Italy and Japan", with the language's word for "and". */
export function enumeration(names: readonly string[], and: string): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`;
}
