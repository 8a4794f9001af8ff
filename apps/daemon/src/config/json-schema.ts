import type { JsonSchema } from '@roamwatch/config-file';
import { z } from 'zod';
import { configSchema } from './schema.js';
import { NEEDS_THRESHOLDS, RELATIONS } from './schema-relations.js';

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
