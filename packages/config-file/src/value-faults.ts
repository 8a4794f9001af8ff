import { z } from 'zod';
import type { ConfigDocument } from './document.js';
import { problemsOf } from './issue.js';
import { sentenceOf } from './problem.js';
import type { JsonSchema } from './valid-keys.js';

/** What a validator found in a value that comes from no file, each fault as a sentence: `kind: must be one of …`. */
export function faultsOfValue(value: unknown, schema: z.ZodType, error: z.ZodError): readonly string[] {
  const document: ConfigDocument = {
    file: '',
    value: {},
    problems: [],
    problemAt: (_path, key, message, suggestion = null) => ({
      file: '',
      line: null,
      column: null,
      key,
      message,
      suggestion,
    }),
  };
  const validated = { document, value, schema: z.toJSONSchema(schema, { io: 'input' }) as JsonSchema };
  return error.issues.flatMap((issue) => problemsOf(issue, validated)).map(sentenceOf);
}
