/** The part of JSON Schema that describes which keys there are. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly const?: unknown;
}

/**
 * The keys a mapping at `path` may have. `value` is the whole file: where a mapping can be of several kinds, its key
 * `type` says which.
 */
export function validKeys(
  whole: JsonSchema,
  path: readonly PropertyKey[],
  value: unknown,
): readonly string[] {
  let schema: JsonSchema | undefined = whole;
  let here = value;
  for (const part of path) {
    here = (here as Record<PropertyKey, unknown> | undefined)?.[part];
    schema = typeof part === 'number' ? schema?.items : schema?.properties?.[String(part)];
    // A value that may also be a text is a mapping here, or this would not be called.
    schema = schema?.anyOf?.find(({ properties }) => properties !== undefined) ?? schema;
    const { type } = (here ?? {}) as { type?: unknown };
    schema = schema?.oneOf?.find(({ properties }) => properties?.type?.const === type) ?? schema;
  }
  return Object.keys(schema?.properties ?? {});
}
