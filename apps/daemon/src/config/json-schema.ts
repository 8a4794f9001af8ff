import { z } from 'zod';
import { configSchema } from './schema.js';
import { NEEDS_THRESHOLDS, RELATIONS } from './schema-relations.js';

/** The part of JSON Schema that {@link configJsonSchema} makes use of. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly const?: unknown;
}

/** The configuration's shape for editors: what may be written, not what comes of it. */
export function configJsonSchema(): JsonSchema {
  return {
    ...(z.toJSONSchema(configSchema, {
      io: 'input',
      override: ({ jsonSchema }) => {
        if (jsonSchema.properties?.warning !== undefined) Object.assign(jsonSchema, NEEDS_THRESHOLDS);
      },
    }) as JsonSchema),
    title: 'Roamwatch configuration',
    allOf: RELATIONS,
  } as JsonSchema;
}

/** The keys a mapping at `path` may have; `value` is the whole file, to distinguish kinds of rules. */
export function validKeys(path: readonly PropertyKey[], value: unknown): readonly string[] {
  let schema: JsonSchema | undefined = configJsonSchema();
  let here = value;
  for (const part of path) {
    here = (here as Record<PropertyKey, unknown> | undefined)?.[part];
    schema = typeof part === 'number' ? schema?.items : schema?.properties?.[String(part)];
    // What may also be a text is a mapping here, or this would not be called.
    schema = schema?.anyOf?.find(({ properties }) => properties !== undefined) ?? schema;
    const { type } = (here ?? {}) as { type?: unknown };
    schema = schema?.oneOf?.find(({ properties }) => properties?.type?.const === type) ?? schema;
  }
  return Object.keys(schema?.properties ?? {});
}
