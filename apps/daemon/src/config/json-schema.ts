import type { JsonSchema } from '@roamwatch/config-file';
import { z } from 'zod';
import { configSchema } from './schema.js';
import { NEEDS_THRESHOLDS, RELATIONS } from './schema-relations.js';
import { withVariables } from './variable-form.js';

let made: JsonSchema | null = null;

/** The configuration's shape for editors: what may be written, not what comes of it. Made when first needed. */
export function configJsonSchema(): JsonSchema {
  made ??= {
    ...withVariables(
      z.toJSONSchema(configSchema, {
        io: 'input',
        override: ({ jsonSchema }) => {
          if (jsonSchema.properties?.warning !== undefined) Object.assign(jsonSchema, NEEDS_THRESHOLDS);
        },
      }) as JsonSchema,
    ),
    title: 'Roamwatch configuration',
    allOf: RELATIONS,
  } as JsonSchema;
  return made;
}
